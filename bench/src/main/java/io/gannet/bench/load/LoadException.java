package io.gannet.bench.load;

/** A run that cannot go on: what failed, and below it what to do about it. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code cure} may be empty. */
  public LoadException(String what, String cure) {
    super(cure.isEmpty() ? what : what + "\n  cure: " + cure);
  }
}
