package io.gannet.server.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Times as people write them: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 30}. */
final class Duration {
  /** Longest first: what is written is the first that leaves the number whole and not 0. */
  private static final Map<TimeUnit, String> NAMES = names();

  private Duration() {}

  private static Map<TimeUnit, String> names() {
    Map<TimeUnit, String> names = new EnumMap<>(TimeUnit.class);
    names.put(TimeUnit.MICROSECONDS, "us");
    names.put(TimeUnit.MILLISECONDS, "ms");
    names.put(TimeUnit.SECONDS, "s");
    names.put(TimeUnit.MINUTES, "m");
    names.put(TimeUnit.HOURS, "h");
    names.put(TimeUnit.DAYS, "d");
    return names;
  }

  /**
   * Reads a time.
   *
   * @param unit what a bare number counts in, and what is answered in
   * @return empty if it is none, or no multiple of the unit
   */
  static OptionalLong parse(String text, TimeUnit unit) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    TimeUnit written = digits == text.length() ? unit : unit(text.substring(digits).strip());
    if (digits == 0 || digits > 15 || written == null) {
      return OptionalLong.empty();
    }
    long count = Long.parseLong(text, 0, digits, 10);
    long told = unit.convert(count, written);
    boolean whole = told != Long.MAX_VALUE && written.convert(told, unit) == count;
    return whole ? OptionalLong.of(told) : OptionalLong.empty();
  }

  private static TimeUnit unit(String name) {
    for (Map.Entry<TimeUnit, String> one : NAMES.entrySet()) {
      if (one.getValue().equals(name)) {
        return one.getKey();
      }
    }
    return null;
  }

  /** Writes a number of units. */
  static String format(long count, TimeUnit unit) {
    return count + NAMES.get(unit);
  }
}
