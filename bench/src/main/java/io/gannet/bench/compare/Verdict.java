package io.gannet.bench.compare;

/** What a ratio's spread allows to be said. */
public enum Verdict {
  BETTER("better"),
  WORSE("worse"),
  SAME("the same"),
  NOT_DISTINGUISHABLE("not distinguishable"),
  TOO_FEW("too few rounds to tell"),
  NOT_JUDGED("not judged"),
  NOT_MEASURED("not measured");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** Of one measure; a spread that covers 1 decides nothing, wherever its median lies. */
  public static Verdict of(Measure measure, Spread ratio) {
    if (ratio.min() == 1 && ratio.max() == 1) {
      return SAME;
    }
    if (measure.better() == Measure.Better.NEITHER) {
      return NOT_JUDGED;
    }
    if (ratio.covers(1)) {
      return NOT_DISTINGUISHABLE;
    }
    if (ratio.confidence() < Spread.CONFIDENCE) {
      return TOO_FEW;
    }
    boolean higher = ratio.median() > 1;
    return higher == (measure.better() == Measure.Better.HIGHER) ? BETTER : WORSE;
  }

  @Override
  public String toString() {
    return words;
  }
}
