package io.gannet.bench.doctor;

/** What a check came to. */
public enum Verdict {
  /** Nothing to gain here. */
  OK("OK", "OK"),
  /** It works, and costs something. */
  BETTER("better", "could be better"),
  /** It will hurt, or not work at all. */
  WRONG("WRONG", "wrong"),
  /** The host does not tell. */
  UNKNOWN("unknown", "unknown"),
  /** The question does not arise here. */
  NOT_APPLICABLE("n/a", "not applicable");

  private final String mark;
  private final String words;

  Verdict(String mark, String words) {
    this.mark = mark;
    this.words = words;
  }

  /** One word, for the margin. */
  public String mark() {
    return mark;
  }

  /** As the summary says it. */
  public String words() {
    return words;
  }

  /** Whether there is something to do. */
  public boolean asksForChange() {
    return this == BETTER || this == WRONG;
  }
}
