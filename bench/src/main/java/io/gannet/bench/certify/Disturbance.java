package io.gannet.bench.certify;

/** What is to be 0 on a worker that serves. */
public enum Disturbance {
  ALLOCATED("bytes allocated", "on the workers' threads"),
  SAFEPOINTS("safepoints", "of the JVM: all threads stop"),
  MINOR_FAULTS("minor faults", "on the workers' threads"),
  MAJOR_FAULTS("major faults", "on the workers' threads"),
  DEOPTIMISATIONS("deoptimisations", "on the workers' threads"),
  COMPILATIONS("compilations", "of the JVM, for whatever thread");

  private final String text;
  private final String where;

  Disturbance(String text, String where) {
    this.text = text;
    this.where = where;
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
