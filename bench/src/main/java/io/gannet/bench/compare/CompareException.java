package io.gannet.bench.compare;

/** A comparison that cannot go on: what failed, and below it what to do about it. */
public final class CompareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code cure} may be empty. */
  public CompareException(String what, String cure) {
    super(cure.isEmpty() ? what : what + "\n  cure: " + cure);
  }
}
