package io.gannet.server.worker.turn;

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

  /** True if that may come next. */
  boolean mayBecome(Life next) {
    return switch (this) {
      case FREE -> next == OPEN;
      case OPEN -> next == DRAINING || next == CLOSING;
      case DRAINING -> next == CLOSING;
      case CLOSING -> next == FREE;
    };
  }

  /** True while there is somebody to send to. */
  boolean isAlive() {
    return this == OPEN || this == DRAINING;
  }

  /** As it is told: {@code open}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
