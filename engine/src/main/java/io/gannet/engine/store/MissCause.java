package io.gannet.engine.store;

import java.util.List;
import java.util.stream.Stream;

/** Why a key that is asked for has no item. */
public enum MissCause {
  /** It never had one, or what became of it is forgotten. */
  NEVER_SEEN("never_seen"),

  /** Its deadline has come. */
  EXPIRED("expired"),

  /** It had to make room for others, or there was none for it. */
  EVICTED("evicted"),

  /** A client has deleted it. */
  DELETED("deleted"),

  /** All was forgotten. */
  FLUSHED("flushed"),

  /** What it was set to last was refused. */
  TOO_LARGE("too_large");

  private final String text;

  MissCause(String text) {
    this.text = text;
  }

  /** As it is told to the outside, in their order. */
  public static List<String> texts() {
    return Stream.of(values()).map(cause -> cause.text).toList();
  }
}
