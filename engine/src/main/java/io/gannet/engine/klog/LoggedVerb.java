package io.gannet.engine.klog;

import java.util.Locale;

/**
 * What was asked for. Its number is in every file that was ever written: verbs are added at the
 * end, and none is taken away.
 */
public enum LoggedVerb {
  /** Nothing that is known: it was answered by an error, or the conversation ended with it. */
  UNKNOWN,
  GET,
  GETS,
  GAT,
  GATS,
  SET,
  ADD,
  REPLACE,
  APPEND,
  PREPEND,
  CAS,
  INCR,
  DECR,
  DELETE,
  TOUCH,
  FLUSH_ALL,
  VERSION,
  VERBOSITY,
  STATS,
  QUIT,
  SHUTDOWN,
  DEBUG,
  MG,
  MS,
  MD,
  MA,
  MN,
  ME,
  LRU_CRAWLER,
  WATCH,
  CONFIG;

  private static final LoggedVerb[] ALL = values();

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As protocols spell it. */
  public String text() {
    return text;
  }

  /** That of a number; one that was added later is not known here. */
  public static LoggedVerb of(int number) {
    return number < ALL.length ? ALL[number] : UNKNOWN;
  }

  /** True if it names a key: {@code mn} alone of the later ones does not. */
  public boolean keyed() {
    return GET.ordinal() <= ordinal() && ordinal() <= TOUCH.ordinal()
        || MG.ordinal() <= ordinal() && ordinal() <= ME.ordinal() && this != MN;
  }

  /** True if an item is looked up to be told. */
  public boolean retrieves() {
    return this == MG || GET.ordinal() <= ordinal() && ordinal() <= GATS.ordinal();
  }

  /** True if a value came with it. */
  public boolean stores() {
    return this == MS || SET.ordinal() <= ordinal() && ordinal() <= CAS.ordinal();
  }

  /** True if a number came with it that it counts by. */
  public boolean counts() {
    return this == INCR || this == DECR || this == MA;
  }
}
