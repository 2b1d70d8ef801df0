package io.gannet.server;

/** What this build calls itself. */
public final class Version {
  /** The version, as in the POM. */
  public static final String TEXT = "0.1.0";

  private Version() {}
}
