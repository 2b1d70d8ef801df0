package io.gannet.server.worker;

import io.gannet.server.worker.turn.VisibleConnections;
import java.util.Locale;

/** What keeps a connection's next request from being carried out. */
public enum WaitsFor {
  /** Only its client. */
  NOTHING,
  /** Others were there before, or it has had its part of a turn. */
  TURN,
  /** Its client has not read enough of what it was answered. */
  OUTPUT,
  /** What it wants of the store's memory is not to be had. */
  MEMORY;

  /** As it is told: {@code memory}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static WaitsFor of(VisibleConnections seen, int slot) {
    if (seen.waitsForMemory(slot)) {
      return MEMORY;
    }
    if (seen.waitsForOutput(slot)) {
      return OUTPUT;
    }
    return seen.isWaiting(slot) ? TURN : NOTHING;
  }
}
