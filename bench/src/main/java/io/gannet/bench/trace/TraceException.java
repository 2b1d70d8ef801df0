package io.gannet.bench.trace;

/** A trace that cannot be read: what is wrong and where, and below it what to do about it. */
public final class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what to do about it. */
  public TraceException(String what, String cure) {
    super(what + "\n  cure: " + cure);
  }

  /** With what failed below. */
  public TraceException(String what, Throwable cause) {
    super(what, cause);
  }
}
