package io.gannet.bench.simulate;

/**
 * How a run ended.
 *
 * @param seed what it began with
 * @param lie what happened that must not; null if nothing did
 */
public record Verdict(long seed, Throwable lie) {
  /** True if all was well. */
  public boolean isGood() {
    return lie == null;
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + (lie == null ? "good" : lie.getMessage());
  }
}
