package io.gannet.engine.process;

import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/** The first role of a {@link Processor}: conversations, their requests and replies. */
public interface RequestProcessor {
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
   * <p>Whatever is answered but {@link Processor.Progress#DRAINED}, all of {@code in} may have been
   * consumed: what is left to do then lies in the session, and an empty window goes on with it.
   *
   * @param in its position says afterwards how far it was consumed
   */
  Processor.Progress process(Session session, Window in, Output out);

  /**
   * The request that {@link Processor.Progress#WAIT} spoke of has waited long enough: {@link
   * #process} refuses it the next time if there still is no memory for it.
   */
  default void giveUp(Session session) {
    throw new IllegalStateException("nothing waits here");
  }

  /** The client is gone: gives back what the session holds and makes it ready for the next one. */
  void reset(Session session);
}
