package io.gannet.bench.workload;

/** Sizes of keys and values, in bytes, out of option texts. */
public final class Sizes {
  /** The longest value that may be asked for: what servers take at most by any option. */
  public static final int VALUE_BYTES_MAX = 128 << 20;

  private Sizes() {}

  /**
   * Reads value sizes.
   *
   * @param text {@code 64}, {@code 16-1024} or {@code uniform:16:1024}, {@code 64:3,100-200:1}
   *     (size or range, and weight), {@code file:PATH} (the same, one a line)
   */
  public static Distribution parse(String text) {
    return Distributions.parse("value size", text, 0, VALUE_BYTES_MAX);
  }

  /** Reads key sizes: as {@link #parse}, within what {@link Keys} can render. */
  public static Distribution parseKeys(String text) {
    return Distributions.parse("key size", text, Keys.BYTES_MIN, Keys.BYTES_MAX);
  }
}
