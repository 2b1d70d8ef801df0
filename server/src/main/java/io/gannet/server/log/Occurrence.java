package io.gannet.server.log;

/**
 * What is told when a counter moves.
 *
 * @param metric the counter, as {@code /metrics} has it without {@code gannet_}; also the event's
 *     name, without {@code _total}
 * @param severity how much that matters
 * @param text what has happened and what to do, behind the number
 */
record Occurrence(String metric, Severity severity, String text) {
  String event() {
    return metric.replaceFirst("_total$", "");
  }
}
