package io.gannet.engine.process.kv;

import java.lang.foreign.MemorySegment;

/**
 * What a command asks of an item beyond its value, and is told of it: whether it is stale, who is
 * to make it anew, when it was found last, how long it has to live. Meaningful for {@link
 * Command#TERMS}.
 */
public final class Terms {
  /** What is stored or marked gets the token {@link #token}. */
  public static final int GIVE_CAS = 1;

  /** What is found gets the deadline {@link #touchDeadlineSec}. */
  public static final int TOUCH = 1 << 1;

  /** What is not there is made, empty, or of what was to be joined to it. */
  public static final int MAKE = 1 << 2;

  /** Who finds an item that dies before {@link #recacheDeadlineSec} may be told to make it anew. */
  public static final int RECACHE = 1 << 3;

  /** What is deleted becomes stale instead; a value with an older token may be stored as stale. */
  public static final int STALE = 1 << 4;

  /** What is deleted becomes empty instead. */
  public static final int EMPTY = 1 << 5;

  /** The find is not to be noticed. */
  public static final int UNNOTICED = 1 << 6;

  /** Whether and when it was found before is wanted: it is kept from now on. */
  public static final int TELL_USE = 1 << 7;

  /** How long it has to live is wanted. */
  public static final int TELL_LEFT = 1 << 8;

  /** … as it was before the deadline was changed. */
  public static final int LEFT_FIRST = 1 << 9;

  /** The value is not wanted if the item has the token expected. */
  public static final int UNLESS_CAS = 1 << 10;

  /** … as it was before it was made: then it has no deadline. */
  public static final int LEFT_UNMADE = 1 << 11;

  /** What is made keeps the deadline that it was made with. */
  public static final int MADE_LAST = 1 << 12;

  /** The item is to be made anew if the deadline that it gets is before that. */
  public static final int RECACHE_LAST = 1 << 13;

  /** Whatever of it the item's shard alone can do or tell. */
  private static final int OWNERS =
      TOUCH | MAKE | RECACHE | TELL_USE | TELL_LEFT | UNLESS_CAS;

  /** The item is stale. */
  public static final int IS_STALE = 1;

  /** Somebody else was told to make it anew. */
  public static final int IS_SENT = 1 << 1;

  /** Whoever asks is to make it anew. */
  public static final int WON = 1 << 2;

  /** It was found before. */
  public static final int WAS_FOUND = 1 << 3;

  /** It has the token expected. */
  public static final int IS_EXPECTED = 1 << 4;

  /** It is gone once this was told. */
  static final int DIES = 1 << 5;

  /** It gets the deadline {@link #touchDeadlineSec} once this was told. */
  static final int IS_TOUCHED_LATER = 1 << 6;

  /** There is no deadline. */
  public static final int FOR_EVER = -1;

  /** The most bytes of an {@link #echo}. */
  public static final int ECHO_BYTES_MAX = 64;

  /** What is asked: some of the bits above. */
  public int asked;

  /** The token that the item gets. */
  public long token;

  /** As {@link Command#deadlineSec}: of what is found. */
  public int touchDeadlineSec;

  /** The same of what is made. */
  public int madeDeadlineSec;

  /** The deadline before which an item is to be made anew. */
  public int recacheDeadlineSec;

  /** Where what comes back with the answer lies. */
  public MemorySegment echoMemory = MemorySegment.NULL;

  /** Its offset there. */
  public long echoOffset;

  /** Its bytes. */
  public int echoLength;

  /** What is told: some of the bits above. */
  public int told;

  /** Seconds since the item was found last, or since that is kept. */
  public int ageSec;

  /** Seconds that it has to live, or {@link #FOR_EVER}. */
  public int leftSec;

  /** Bytes of the value that was stored. */
  public int size;

  Terms() {}

  /** Asks for nothing, and echoes nothing. */
  public void clear() {
    asked = 0;
    told = 0;
    echo(MemorySegment.NULL, 0, 0);
  }

  /** What comes back with the answer, as it is. */
  public void echo(MemorySegment memory, long offset, int length) {
    assert length <= ECHO_BYTES_MAX;
    echoMemory = memory;
    echoOffset = offset;
    echoLength = length;
  }

  /** True if that is asked. */
  public boolean asks(int bit) {
    return (asked & bit) != 0;
  }

  /** True if that is told. */
  public boolean tells(int bit) {
    return (told & bit) != 0;
  }

  /** True if any shard may answer it that sees the item. */
  boolean asksNoOwner() {
    return (asked & OWNERS) == 0;
  }

  /** Asks for the same; where the echo lies is the caller's to say. */
  void ask(Terms other) {
    clear();
    asked = other.asked;
    token = other.token;
    touchDeadlineSec = other.touchDeadlineSec;
    madeDeadlineSec = other.madeDeadlineSec;
    recacheDeadlineSec = other.recacheDeadlineSec;
  }
}
