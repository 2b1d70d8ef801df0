package io.gannet.bench.cli;

/** Words that are wrong together, or with what they name; the message says the cure. */
public final class Misuse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without {@code gannet:}. */
  public Misuse(String message) {
    super(message);
  }
}
