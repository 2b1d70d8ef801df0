package io.gannet.bench.compare;

/** What a ratio's spread allows to be said. */
public enum Verdict {
  BETTER("better"),
  WORSE("worse"),
  NOT_DISTINGUISHABLE("not distinguishable"),
  NOT_MEASURED("not measured");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** Of one measure; a spread that covers 1 decides nothing, wherever its median lies. */
  public static Verdict of(Measure measure, Spread ratio) {
    if (ratio.covers(1)) {
      return NOT_DISTINGUISHABLE;
    }
    boolean higher = ratio.median() > 1;
    return higher == (measure.better() == Measure.Better.HIGHER) ? BETTER : WORSE;
  }

  @Override
  public String toString() {
    return words;
  }
}
