package io.gannet.engine.klog;

import java.util.Locale;

/**
 * What was answered. Its number is in every file that was ever written, and up to {@link #NUMERIC}
 * it is what Pelikan's log calls the response: results are added at the end.
 */
public enum LoggedResult {
  /** Nothing was said of the key: a retrieval that found nothing. */
  MISS,
  OK,
  END,
  STAT,
  VALUE,
  STORED,
  EXISTS,
  DELETED,
  NOT_FOUND,
  NOT_STORED,
  CLIENT_ERROR,
  SERVER_ERROR,
  NUMERIC,
  TOUCHED,
  /** The conversation was ended without a word. */
  CLOSED;

  private static final LoggedResult[] ALL = values();

  private final String text = name().toLowerCase(Locale.ROOT);

  /** In small letters. */
  public String text() {
    return text;
  }

  /** That of a number; one that was added later is told as an answer and no more. */
  public static LoggedResult of(int number) {
    return number < ALL.length ? ALL[number] : OK;
  }

  /** True if something was found, stored, changed or removed, or simply told. */
  public boolean succeeded() {
    return switch (this) {
      case OK, END, STAT, VALUE, STORED, DELETED, NUMERIC, TOUCHED -> true;
      default -> false;
    };
  }
}
