package io.gannet.bench.workload;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seconds to live, out of option texts. */
public final class Ttls {
  /** Values that never expire. */
  public static final Distribution NONE = new Distribution.Constant(0);

  /** Thirty days; beyond, memcached takes the number for a date. */
  public static final int TTL_SEC_MAX = 30 * 24 * 60 * 60;

  /** What {@link #parse} reads. */
  public static final String ALLOWED =
      "none, 1h, 60s,1h,1d (each as often) or 60s:3,1h:1 (by weight), uniform:1h-1d,"
          + " loguniform:1s-30d, jitter:1h:5m (5 minutes more or less), file:PATH";

  private static final String OPTION = "ttl";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})([smhd])(?![a-z])");
  private static final Pattern NUMBERS = Pattern.compile("\\d[\\d,:.-]*");
  private static final Pattern LIST = Pattern.compile("\\d+(,\\d+)+");
  private static final Pattern SHAPE =
      Pattern.compile("(loguniform|uniform|jitter):(\\d{1,9})[-:](\\d{1,9})");

  private Ttls() {}

  /**
   * Reads times to live in seconds, 0 for never. Numbers may have units: {@code s m h d}.
   *
   * @param text {@code none}, {@code 60}, {@code 30-90} or {@code uniform:30:90},
   *     {@code 60:3,1h:1} (time and weight) or {@code 60,1h}, {@code loguniform:1s-30d},
   *     {@code jitter:1h:5m}, {@code file:PATH} (pairs, one a line)
   */
  public static Distribution parse(String text) {
    String word = text.strip();
    if (word.equals("none")) {
      return NONE;
    }
    if (word.startsWith("file:")) {
      return Distributions.parse(OPTION, word, 0, TTL_SEC_MAX);
    }
    String seconds = DURATION.matcher(word).replaceAll(Ttls::seconds);
    Matcher shape = SHAPE.matcher(seconds);
    if (shape.matches()) {
      return shaped(word, shape);
    }
    if (!NUMBERS.matcher(seconds).matches()) {
      throw Words.wrong(OPTION, word, ALLOWED);
    }
    boolean isList = LIST.matcher(seconds).matches();
    return Distributions.parse(
        OPTION, isList ? seconds.replace(",", ":1,") + ":1" : seconds, 0, TTL_SEC_MAX);
  }

  private static String seconds(MatchResult duration) {
    long factor = switch (duration.group(2).charAt(0)) {
      case 'm' -> 60;
      case 'h' -> 60 * 60;
      case 'd' -> 24 * 60 * 60;
      default -> 1;
    };
    return Long.toString(Long.parseLong(duration.group(1)) * factor);
  }

  private static Distribution shaped(String word, Matcher shape) {
    boolean isJitter = shape.group(1).equals("jitter");
    boolean isLog = shape.group(1).equals("loguniform");
    int first = Words.whole(OPTION, shape.group(2), isLog || isJitter ? 1 : 0, TTL_SEC_MAX);
    int second = Words.whole(OPTION, shape.group(3), 0, TTL_SEC_MAX);
    int low = isJitter ? first - second : first;
    int high = isJitter ? first + second : second;
    if (low > high || low < 1 && isJitter || high > TTL_SEC_MAX) {
      throw Words.wrong(OPTION, word, ALLOWED);
    }
    if (low == high) {
      return new Distribution.Constant(low);
    }
    return isLog ? new Distribution.LogUniform(low, high) : new Distribution.Uniform(low, high);
  }
}
