package io.gannet.engine.process;

/** What a protocol remembers of one conversation between two reads. Owned by one worker. */
public abstract class Session {
  /**
   * Bytes still to come of a value whose place in the store is reserved: a worker may receive them
   * straight into it and tell {@link Processor#received}, or go on with {@link Processor#process},
   * which copies. 0 when the next byte is to be parsed.
   */
  public long awaitedBytes() {
    return 0;
  }

  /** Where in {@link Processor#memory} the next awaited byte belongs. */
  public long awaitedOffset() {
    return 0;
  }

  /**
   * Bytes that end the request behind the value awaited, and are no part of it: a worker may
   * receive them together with the value, and hands them to {@link Processor#process} once it has
   * told {@link Processor#received}. Meaningful while bytes are awaited.
   */
  public int trailerBytes() {
    return 0;
  }

  /**
   * True while a place in the store is kept for a value whose bytes are awaited, its line end
   * included: who lets others wait for it has to go on sending.
   */
  public boolean holdsMemory() {
    return false;
  }

  /**
   * True while the end of a request is awaited whose begin has come: of a value, whether its place
   * is kept ({@link #holdsMemory}) or it is so small that it is carried over. Any thread.
   */
  public boolean awaitsValue() {
    return holdsMemory();
  }

  /** Bytes of the value that the place is kept for; 0 if there is none, or an empty one. */
  public long reservedBytes() {
    return 0;
  }

  /**
   * How many requests of this conversation have had to wait for memory so far: it tells whether the
   * one that {@link Processor.Progress#WAIT} speaks of is the same as before.
   */
  public int waitsBegun() {
    return 0;
  }

  /** The worker's own shard keeps the place of the value awaited. */
  public static final int OWN_SHARD = -1;

  /** The number by which the worker knows the conversation, when an answer for it comes in. */
  public long origin;

  /** True while nothing can be done before another shard has answered, or a walk is over. */
  public boolean awaitsHop() {
    return false;
  }

  /** True while that is no shard, but another thread that does what may take long. */
  public boolean awaitsOthers() {
    return false;
  }

  /** True of a conversation that asks for nothing any more, and is told what happens. */
  public boolean isWatching() {
    return false;
  }

  /** It was ended for what the client has said, and not as the client wanted it. */
  public boolean wentWrong;

  /** How many answers of other shards have come for this conversation so far. */
  public int answersCome() {
    return 0;
  }

  /** The shard that keeps the place of the value awaited. */
  public int awaitedShard() {
    return OWN_SHARD;
  }

  /** Bytes of memory that the request which waits wants; meaningful only then. */
  public long wantedBytes() {
    return 0;
  }
}
