package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Base64;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One request, or one key of a retrieval of many: numbers, and offsets into the window that was
 * parsed. Reused, never a copy; only the fields that the verb needs are set.
 */
public final class Request {
  /** The most bytes of flags that are to be answered. */
  public static final int ECHO_BYTES_MAX = 64;

  /** What is asked for. */
  public Verb verb;

  /** The retrieval whose list of keys this is a part of; null if the request is a whole line. */
  public Verb list;

  /** Whether the list had a key before this one. */
  public boolean keySeen;

  /** Whether {@code END} is due behind this key. */
  public boolean last;

  /** What is to be answered, for {@link Verb#ANSWERED}. */
  public Reply reply;

  /** True if nothing is to be answered. */
  public boolean noreply;

  /** Offset of the request's first byte. */
  public long start;

  /** Offset behind the request's last byte, its data block included if that is whole. */
  public long next;

  /** Offset of the key; of the first argument, for {@link Verb#STATS} and {@link Verb#SHUTDOWN}. */
  public long keyOffset;

  /** Bytes of the key or argument; 0 if there is none. */
  public int keyLength;

  /** How many arguments the line has, if the first is no key. */
  public int arguments;

  /** Of the second argument the first eight characters, packed; 0 if there is none. */
  public long secondWord;

  /** Where the second argument lies; without meaning if there is none. */
  public long secondOffset;

  /** Bytes of the second argument. */
  public int secondLength;

  /** Where the third one lies, likewise. */
  public long thirdOffset;

  /** Bytes of the third argument. */
  public int thirdLength;

  /** The client's flags, 32 bits. */
  public int clientFlags;

  /** A deadline or delay in memcached's terms. */
  public long exptime;

  /** The delta of an incr or decr, or the token of a cas; unsigned. */
  public long number;

  /** Bytes of the data block without its line end. */
  public int valueLength;

  /** Offset of the data block, if {@link #whole}. */
  public long valueOffset;

  /** True if the data block and its line end lie in the window. */
  public boolean whole;

  /** Of a meta command: when what is made is to die, in memcached's terms. */
  public long madeExptime;

  /** Before which deadline what is found is to be made anew, likewise. */
  public long recacheExptime;

  /** The token that the item must have. */
  public long expected;

  /** The token that the item gets. */
  public long token;

  /** The number to begin with. */
  public long initial;

  /** How to store or count. */
  public char mode;

  /** True if what it has to live is wanted as it was before. */
  public boolean leftFirst;

  /** … and was before it was made. */
  public boolean leftUnmade;

  /** True if its N comes behind its T. */
  public boolean madeLast;

  /** True if its R comes behind its T. */
  public boolean recacheLast;

  /** Bytes of the flags that are to be answered. */
  public int echoLength;

  /** Its flags; a bit for each letter from A on. */
  private long flags;

  /** The flags that are to be answered, and behind them a key that was in base 64. */
  private final MemorySegment scratch =
      Arena.ofAuto().allocate(ECHO_BYTES_MAX + MemcacheParser.KEY_BYTES_MAX);

  private boolean keyIsDecoded;

  /** Nothing is asked for yet. */
  public Request() {}

  /** A meta command has no flags yet. */
  void beginMeta() {
    flags = 0;
    echoLength = 0;
    exptime = 0;
    madeExptime = 0;
    recacheExptime = 0;
    clientFlags = 0;
    number = 1;
    initial = 0;
    leftFirst = false;
    leftUnmade = false;
    madeLast = false;
    recacheLast = false;
    keyIsDecoded = false;
  }

  /** True if a meta command has this flag. */
  public boolean hasFlag(char letter) {
    return (flags >>> letter - 'A' & 1) != 0;
  }

  /** True if it has any of these: {@link #flags(String)}. */
  public boolean hasAnyFlag(long some) {
    return (flags & some) != 0;
  }

  /** A bit for each of these letters. */
  public static long flags(String letters) {
    return letters.chars().mapToLong(letter -> 1L << letter - 'A').sum();
  }

  void flag(char letter, boolean is) {
    flags |= (is ? 1L : 0) << letter - 'A';
  }

  /** A flag that is to be answered. */
  void echo(MemorySegment memory, long offset, int length) {
    if (echoLength > 0) {
      scratch.set(Ascii.BYTE, echoLength++, (byte) ' ');
    }
    MemorySegment.copy(memory, offset, scratch, echoLength, length);
    echoLength += length;
    assert echoLength <= ECHO_BYTES_MAX;
  }

  /** One that is a letter. */
  void echo(byte letter) {
    if (echoLength > 0) {
      scratch.set(Ascii.BYTE, echoLength++, (byte) ' ');
    }
    scratch.set(Ascii.BYTE, echoLength++, letter);
  }

  /** Where the flags lie that are to be answered, from 0 on. */
  public MemorySegment echo() {
    return scratch;
  }

  /** The key is in base 64; false if it is not. */
  boolean decodeKey(MemorySegment memory) {
    int bytes = Base64.decode(memory, keyOffset, keyLength, scratch, ECHO_BYTES_MAX);
    if (bytes < 0) {
      return false;
    }
    key(ECHO_BYTES_MAX, bytes);
    keyIsDecoded = true;
    return true;
  }

  /** Where the key of a meta command lies, if the request lies in {@code in}. */
  public MemorySegment keyMemory(MemorySegment in) {
    return keyIsDecoded ? scratch : in;
  }

  /** Makes this a request that is answered by {@code reply}, or not at all. */
  public void answer(Reply reply) {
    this.verb = Verb.ANSWERED;
    this.reply = reply;
  }

  /** Sets the key, or the first argument. */
  void key(long offset, long length) {
    keyOffset = offset;
    keyLength = (int) length;
  }
}
