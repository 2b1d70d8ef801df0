package io.gannet.server.admin;

/** Stores are being walked already, and follow one walk at a time. */
public final class WalkUnderWayException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Whoever asked is told to ask again. */
  public WalkUnderWayException() {
    super("a walk is under way; ask again when it has ended");
  }
}
