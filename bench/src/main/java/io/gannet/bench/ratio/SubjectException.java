package io.gannet.bench.ratio;

/** A cache that cannot be measured, or not at this size; the message says why, and the cure. */
public final class SubjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line. */
  public SubjectException(String message) {
    super(message);
  }

  /** One line, and what failed below. */
  public SubjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
