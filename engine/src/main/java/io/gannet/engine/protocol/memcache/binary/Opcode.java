package io.gannet.engine.protocol.memcache.binary;

/**
 * What a request asks for, and which form its packet has to have. Most have a quiet twin, which is
 * the same request without the reply that is expected: a hit's of a store, a miss's of a get.
 */
public enum Opcode {
  /** A value. */
  GET(0x00, 0x09, 0, Key.ONE, false),
  /** The same, and the key with it. */
  GETK(0x0c, 0x0d, 0, Key.ONE, false),
  /** {@link #GET}, and a new deadline. */
  GAT(0x1d, 0x1e, 4, Key.ONE, false),
  /** {@link #GETK}, and a new deadline. */
  GATK(0x23, 0x24, 4, Key.ONE, false),
  /** Store. */
  SET(0x01, 0x11, 8, Key.ONE, true),
  /** Store if there is none. */
  ADD(0x02, 0x12, 8, Key.ONE, true),
  /** Store if there is one. */
  REPLACE(0x03, 0x13, 8, Key.ONE, true),
  /** Put behind the value that there is. */
  APPEND(0x0e, 0x19, 0, Key.ONE, true),
  /** Put before the value that there is. */
  PREPEND(0x0f, 0x1a, 0, Key.ONE, true),
  /** Add to a decimal. */
  INCREMENT(0x05, 0x15, 20, Key.ONE, false),
  /** Subtract from a decimal, down to 0. */
  DECREMENT(0x06, 0x16, 20, Key.ONE, false),
  /** Remove. */
  DELETE(0x04, 0x14, 0, Key.ONE, false),
  /** A new deadline. */
  TOUCH(0x1c, Opcode.NONE, 4, Key.ONE, false),
  /** Forget all, now or later. */
  FLUSH(0x08, 0x18, 4, Key.NONE, false),
  /** Nothing; its reply tells that all before it is done. */
  NOOP(0x0a, Opcode.NONE, 0, Key.NONE, false),
  /** The server's version. */
  VERSION(0x0b, Opcode.NONE, 0, Key.NONE, false),
  /** Figures. */
  STAT(0x10, Opcode.NONE, 0, Key.ANY, false),
  /** End of the conversation. */
  QUIT(0x07, 0x17, 0, Key.NONE, false),
  /** How a client could say who it is. */
  SASL_LIST_MECHS(0x20, Opcode.NONE, 0, Key.NONE, false),
  /** Who a client is. */
  SASL_AUTH(0x21, Opcode.NONE, 0, Key.ONE, true),
  /** The same, continued. */
  SASL_STEP(0x22, Opcode.NONE, 0, Key.ONE, true),
  /** Nothing but a reply that the parser has decided on already. */
  ANSWERED(Opcode.NONE, Opcode.NONE, 0, Key.NONE, false),
  /** What is no packet: the conversation is to be closed. */
  FOREIGN(Opcode.NONE, Opcode.NONE, 0, Key.NONE, false);

  private enum Key {
    NONE,
    ANY,
    ONE
  }

  private static final int NONE = -1;
  private static final int CODES = 256;
  private static final Opcode[] BY_CODE = new Opcode[CODES];

  static {
    for (Opcode opcode : values()) {
      if (opcode.code != NONE) {
        BY_CODE[opcode.code] = opcode;
      }
      if (opcode.quietCode != NONE) {
        BY_CODE[opcode.quietCode] = opcode;
      }
    }
  }

  private final int code;
  private final int quietCode;
  private final int extrasBytes;
  private final Key key;
  private final boolean valued;

  Opcode(int code, int quietCode, int extrasBytes, Key key, boolean valued) {
    this.code = code;
    this.quietCode = quietCode;
    this.extrasBytes = extrasBytes;
    this.key = key;
    this.valued = valued;
  }

  /** What a byte stands for, loud or quiet; null if for nothing. */
  public static Opcode of(int code) {
    return BY_CODE[code];
  }

  /** The byte that asks for it, loudly. */
  int code() {
    return code;
  }

  /** True if the byte asks for it quietly. */
  public boolean isQuiet(int code) {
    return code == quietCode;
  }

  /** True if a packet with parts of such lengths can ask for it. */
  boolean fits(int extrasLength, int keyLength, long valueLength) {
    boolean extras = extrasLength == extrasBytes || this == FLUSH && extrasLength == 0;
    boolean keyed = key == Key.ANY || key == Key.ONE == keyLength > 0;
    return extras && keyed && (valued || valueLength == 0);
  }

  /** True if an item is told. */
  public boolean retrieves() {
    return ordinal() <= GATK.ordinal();
  }

  /** True if the key is told, whether there is an item or not. */
  public boolean tellsKey() {
    return this == GETK || this == GATK;
  }

  /** True if it brings a value to be stored. */
  public boolean stores() {
    return SET.ordinal() <= ordinal() && ordinal() <= PREPEND.ordinal();
  }

  /** True if it is about one item. */
  public boolean keyed() {
    return ordinal() <= TOUCH.ordinal();
  }

  /** True if it asks who a client is, of which nothing is known here. */
  boolean authenticates() {
    return SASL_LIST_MECHS.ordinal() <= ordinal() && ordinal() <= SASL_STEP.ordinal();
  }
}
