package io.gannet.engine.process;

/**
 * Turns requests into replies: all that a worker knows of a protocol and a store, in three roles.
 *
 * <p>The answer to a stream of bytes does not depend on how it was cut into reads. One thread, the
 * shard's own; allocates nothing after {@link #newSession}.
 */
public interface Processor extends RequestProcessor, ValueMemory, Upkeep {
  /** How far {@link #process} got. */
  enum Progress {
    /** All input was consumed; call again when there is more. */
    DRAINED,
    /** The output is full: call again with the rest of the input once it has room. */
    FULL,
    /** {@link Output#budget} is used up: call again with the rest, when it is this one's turn. */
    YIELD,
    /**
     * The next request needs memory of the store that is not to be had now, and that {@link
     * #maintain}, the end of a pin or of another client's value may bring: call again with the
     * rest, who waits longest first, or let it {@link #giveUp}.
     */
    WAIT,
    /** Another shard has to answer first: call again once {@link Session#awaitsHop} is over. */
    HOP,
    /** The ring to another shard is full: call again when it may have room. */
    CROWDED,
    /** The conversation is over: send what was composed, then close. The rest is of no interest. */
    CLOSE
  }
}
