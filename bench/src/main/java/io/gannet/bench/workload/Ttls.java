package io.gannet.bench.workload;

/** Seconds to live, out of option texts. */
public final class Ttls {
  /** Values that never expire. */
  public static final Distribution NONE = new Distribution.Constant(0);

  /** Thirty days; beyond, memcached takes the number for a date. */
  public static final int TTL_SEC_MAX = 30 * 24 * 60 * 60;

  private Ttls() {}

  /**
   * Reads times to live in seconds, 0 for never.
   *
   * @param text {@code none}, {@code 60}, {@code 30-90} or {@code uniform:30:90},
   *     {@code 60:3,3600:1} (seconds and weight), {@code file:PATH} (the same, one a line)
   */
  public static Distribution parse(String text) {
    if (text.strip().equals("none")) {
      return NONE;
    }
    return Distributions.parse("ttl", text, 0, TTL_SEC_MAX);
  }
}
