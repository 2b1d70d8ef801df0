package io.gannet.server.config;

import java.util.Locale;

/** Where a value came from; a later one wins over an earlier one. */
public enum Origin {
  /** The option's own row. */
  DEFAULT,
  /** The host, which can't give what the default is. */
  HOST,
  /** The configuration file. */
  FILE,
  /** A variable of the environment. */
  ENVIRONMENT,
  /** The command line. */
  FLAG;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
