package io.gannet.engine.metrics;

/**
 * A text that is told in {@code stats} and never changes: a version, a setting.
 *
 * @param stat its name there
 * @param text in one line, not empty
 * @param help one sentence
 */
public record Fact(String stat, String text, String help) {
  /** A line without a value would be none. */
  public Fact {
    if (text.isEmpty() || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(stat + " has no value that is a line");
    }
  }
}
