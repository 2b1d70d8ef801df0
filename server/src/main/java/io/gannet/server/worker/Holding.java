package io.gannet.server.worker;

import io.gannet.server.worker.turn.VisibleConnections;
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
  long amount(VisibleConnections seen, int slot) {
    return switch (this) {
      case UNSENT -> seen.unsentBytes(slot);
      case BLOCKS -> seen.outputBlocks(slot);
      case CHUNKS -> seen.outputChunks(slot);
      case PINS -> seen.pins(slot);
      case BUFFERS -> seen.receiveBuffers(slot);
      case MEMORY -> memory(seen, slot);
      case IDLE -> seen.nowSec() - Math.max(seen.receivedAtSec(slot), seen.sentAtSec(slot));
    };
  }

  /** A place for an empty value is one, too. */
  private static long memory(VisibleConnections seen, int slot) {
    return seen.holdsMemory(slot) ? Math.max(1, seen.reservedBytes(slot)) : 0;
  }
}
