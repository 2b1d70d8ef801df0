package io.gannet.server.worker;

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

  static WaitsFor of(Connection connection) {
    if (connection.waitsForMemory()) {
      return MEMORY;
    }
    if (connection.waitsForOutput) {
      return OUTPUT;
    }
    return connection.isWaiting() ? TURN : NOTHING;
  }
}
