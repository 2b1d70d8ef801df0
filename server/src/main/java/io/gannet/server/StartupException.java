package io.gannet.server;

/** A server that could not start, said to the person who can cure it. */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param problem what could not be done, and why
   * @param cure what to do about it
   */
  public StartupException(String problem, String cure, Throwable cause) {
    super(problem + "\n  cure: " + cure, cause);
  }
}
