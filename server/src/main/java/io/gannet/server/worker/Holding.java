package io.gannet.server.worker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What connections are compared by, to find who holds most of it. */
public enum Holding {
  /** Bytes that were answered and not yet sent. */
  UNSENT,
  /** Blocks of the output pool. */
  BLOCKS,
  /** Stretches of bytes that wait to be sent. */
  CHUNKS,
  /** Values that are kept where they are until they are sent. */
  PINS,
  /** Provided buffers with what was received and not yet carried out. */
  BUFFERS,
  /** Memory of the store that is kept for a value which is still to come. */
  MEMORY,
  /** The connection itself: seconds since bytes last came or went. */
  IDLE;

  /** As it is asked for: {@code unsent}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a word, if there is one. */
  public static Optional<Holding> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /** How much of it a connection holds; 0 if nothing. */
  long amount(Connection connection, int nowSec) {
    return switch (this) {
      case UNSENT -> connection.out.unsentBytes();
      case BLOCKS -> connection.out.blocks();
      case CHUNKS -> connection.out.chunks();
      case PINS -> connection.out.pins();
      case BUFFERS -> connection.in.buffers();
      case MEMORY -> memory(connection);
      case IDLE -> nowSec - Math.max(connection.receivedAtSec, connection.sentAtSec);
    };
  }

  /** A place for an empty value is one, too. */
  private static long memory(Connection connection) {
    boolean holds = connection.session.holdsMemory();
    return holds ? Math.max(1, connection.session.reservedBytes()) : 0;
  }
}
