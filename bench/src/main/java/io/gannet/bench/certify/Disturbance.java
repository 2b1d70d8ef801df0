package io.gannet.bench.certify;

/** What is to be 0 on a worker that serves, and what is told beside it. */
public enum Disturbance {
  ALLOCATED("bytes allocated", "on the workers' threads"),
  SAFEPOINTS("safepoints", "of the JVM: all threads stop"),
  MINOR_FAULTS("minor faults", "on the workers' threads"),
  MAJOR_FAULTS("major faults", "on the workers' threads"),
  DEOPTIMISATIONS("deoptimisations", "on the workers' threads"),
  COMPILATIONS("compilations", "asked for by the workers' threads"),
  OTHER_COMPILATIONS("others'", "compilations that other threads asked for", false);

  private final String text;
  private final String where;
  private final boolean judged;

  Disturbance(String text, String where) {
    this(text, where, true);
  }

  Disturbance(String text, String where, boolean judged) {
    this.text = text;
    this.where = where;
    this.judged = judged;
  }

  /** Whether it has to be 0. */
  public boolean isJudged() {
    return judged;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /** Where it is looked for. */
  public String where() {
    return where;
  }
}
