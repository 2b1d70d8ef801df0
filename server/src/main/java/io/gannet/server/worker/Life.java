package io.gannet.server.worker;

import java.util.Locale;

/** Where a connection is in its life: {@link Connection}. */
public enum Life {
  /** The slot has no connection. */
  FREE,
  /** Requests are read and answered. */
  OPEN,
  /** Nothing is read any more; what was answered is still sent. */
  DRAINING,
  /** Waits for its operations to end, to be closed. */
  CLOSING;

  /** As it is told: {@code open}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
