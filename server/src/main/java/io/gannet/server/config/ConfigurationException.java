package io.gannet.server.config;

/** What a user wrote can't be. The message is for that user: what, where, and what would do. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }
}
