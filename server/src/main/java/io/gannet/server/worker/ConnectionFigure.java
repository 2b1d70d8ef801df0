package io.gannet.server.worker;

import io.gannet.server.worker.turn.VisibleConnections;
import java.util.Locale;

/** What is told of a connection in numbers, under the names by which all who ask are told. */
public enum ConnectionFigure {
  /** Seconds since bytes last came in, without pauses of the process; the name is memcached's. */
  SECS_SINCE_LAST_CMD((seen, slot) -> seen.nowSec() - seen.receivedAtSec(slot)),
  /** Seconds since bytes last went out. */
  SECS_SINCE_LAST_REPLY((seen, slot) -> seen.nowSec() - seen.sentAtSec(slot)),
  /** Bytes that were answered and not yet sent. */
  UNSENT_BYTES(VisibleConnections::unsentBytes),
  /** Blocks of the output pool. */
  OUTPUT_BLOCKS(VisibleConnections::outputBlocks),
  /** Stretches of bytes that wait to be sent. */
  OUTPUT_CHUNKS(VisibleConnections::outputChunks),
  /** Values that are kept where they are until they are sent. */
  PINS(VisibleConnections::pins),
  /** Provided buffers with what was received and not yet carried out. */
  RECV_BUFFERS(VisibleConnections::receiveBuffers),
  /** Bytes of the same in the connection's own place. */
  OWN_BYTES(VisibleConnections::ownBytes),
  /** 1 while a place in the store is kept for a value that is still to come, else 0. */
  HOLDS_MEMORY((seen, slot) -> seen.holdsMemory(slot) ? 1 : 0),
  /** Bytes of that value. */
  RESERVED_BYTES(VisibleConnections::reservedBytes),
  /** Those of them that are still to come. */
  AWAITED_BYTES(VisibleConnections::awaitedBytes),
  /** Operations that the kernel has not ended. */
  IN_FLIGHT(VisibleConnections::inFlight),
  /** Answers that are still to come, from elsewhere. */
  PROMISES(VisibleConnections::promises);

  private interface Reading {
    long of(VisibleConnections seen, int slot);
  }

  private final Reading reading;

  ConnectionFigure(Reading reading) {
    this.reading = reading;
  }

  /** What it is called: {@code unsent_bytes}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A difference of two numbers may seem negative to another thread, which reads one after one. */
  long of(VisibleConnections seen, int slot) {
    return Math.max(0, reading.of(seen, slot));
  }
}
