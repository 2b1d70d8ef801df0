package io.gannet.server.worker;

import java.util.Locale;

/** What is told of a connection in numbers, under the names by which all who ask are told. */
public enum ConnectionFigure {
  /** Seconds since bytes last came in, without pauses of the process; the name is memcached's. */
  SECS_SINCE_LAST_CMD((connection, nowSec) -> nowSec - connection.receivedAtSec),
  /** Seconds since bytes last went out. */
  SECS_SINCE_LAST_REPLY((connection, nowSec) -> nowSec - connection.sentAtSec),
  /** Bytes that were answered and not yet sent. */
  UNSENT_BYTES((connection, nowSec) -> connection.out.unsentBytes()),
  /** Blocks of the output pool. */
  OUTPUT_BLOCKS((connection, nowSec) -> connection.out.blocks()),
  /** Stretches of bytes that wait to be sent. */
  OUTPUT_CHUNKS((connection, nowSec) -> connection.out.chunks()),
  /** Values that are kept where they are until they are sent. */
  PINS((connection, nowSec) -> connection.out.pins()),
  /** Provided buffers with what was received and not yet carried out. */
  RECV_BUFFERS((connection, nowSec) -> connection.in.buffers()),
  /** Bytes of the same in the connection's own place. */
  OWN_BYTES((connection, nowSec) -> connection.in.ownBytes()),
  /** 1 while a place in the store is kept for a value that is still to come, else 0. */
  HOLDS_MEMORY((connection, nowSec) -> connection.session.holdsMemory() ? 1 : 0),
  /** Bytes of that value. */
  RESERVED_BYTES((connection, nowSec) -> connection.session.reservedBytes()),
  /** Those of them that are still to come. */
  AWAITED_BYTES((connection, nowSec) -> connection.session.awaitedBytes()),
  /** Operations that the kernel has not ended. */
  IN_FLIGHT((connection, nowSec) -> connection.inFlight()),
  /** Answers that are still to come, from elsewhere. */
  PROMISES((connection, nowSec) -> connection.out.promises());

  private interface Reading {
    long of(Connection connection, int nowSec);
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
  long of(Connection connection, int nowSec) {
    return Math.max(0, reading.of(connection, nowSec));
  }
}
