package io.gannet.engine.process;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * Turns requests into replies: all that a worker knows of a protocol and a store.
 *
 * <p>The answer to a stream of bytes does not depend on how it was cut into reads. One thread, the
 * shard's own; allocates nothing after {@link #newSession}.
 */
public interface Processor extends Pins {
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

  /** Bytes of {@code carry} that {@link #newSession} needs for a request line cut in two. */
  int carryBytes();

  /**
   * The state of one conversation, used for one client after another.
   *
   * @param carry {@link #carryBytes} bytes that belong to the session alone
   */
  Session newSession(MemorySegment carry);

  /**
   * Consumes requests from {@code in} and appends the replies to {@code out}.
   *
   * <p>Whatever is answered but {@link Progress#DRAINED}, all of {@code in} may have been consumed:
   * what is left to do then lies in the session, and an empty window goes on with it.
   *
   * @param in its position says afterwards how far it was consumed
   */
  Progress process(Session session, Window in, Output out);

  /** The memory of {@link Session#awaitedOffset}; {@code NULL} if values are not stored. */
  @Override
  MemorySegment memory();

  /**
   * The caller itself put the next {@code bytes} bytes of the value awaited into their place.
   *
   * @param bytes 1 to {@link Session#awaitedBytes}
   */
  void received(Session session, long bytes);

  /**
   * The request that {@link Progress#WAIT} spoke of has waited long enough: {@link #process}
   * refuses it the next time if there still is no memory for it.
   */
  void giveUp(Session session);

  /** The client is gone: gives back what the session holds and makes it ready for the next one. */
  void reset(Session session);

  /**
   * Bounded work that no request asked for; to be called once a turn, after the clock was told.
   *
   * @param items how many stored items at most may be looked at
   * @return true if there is more to do now
   */
  boolean maintain(int items);

  /**
   * Begins to compare what the store believes with what lies in it: who asked for it by name lets
   * it {@link Walk#advance} between requests. It allocates, a little.
   */
  default Walk beginWalk() {
    return Walk.ofNothing();
  }
}
