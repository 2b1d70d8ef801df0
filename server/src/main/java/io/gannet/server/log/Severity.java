package io.gannet.server.log;

import java.util.Locale;

/** How much an event matters, with its numbers in syslog(3). */
public enum Severity {
  /** Clients feel it, or it is a bug. */
  ERROR(3),
  /** Something ran out, or somebody was closed for what they did. */
  WARN(4),
  /** As it should be, and worth knowing afterwards. */
  INFO(6);

  final int priority;

  Severity(int priority) {
    this.priority = priority;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
