package io.gannet.bench.ratio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a cache is given: a share of what all items need, or bytes.
 *
 * @param share of the footprint, 0 to 1; 0 for bytes
 * @param bytes if they were told
 */
public record MemorySize(String text, double share, long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?(%|k|m|g|kib|mib|gib|)");
  private static final long MIB = 1 << 20;

  /**
   * Sizes with commas between: {@code 1%,5%,64MiB}.
   *
   * @throws IllegalArgumentException naming what is not understood, and what is
   */
  public static List<MemorySize> parseAll(String texts) {
    List<MemorySize> sizes = new ArrayList<>();
    for (String text : texts.split(",", -1)) {
      sizes.add(parse(text.strip()));
    }
    return List.copyOf(sizes);
  }

  private static MemorySize parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    boolean isShare = number > 0 && matcher.group(2).equals("%");
    if (number <= 0 || isShare && number > 1000) {
      throw new IllegalArgumentException(
          "--sizes: '" + text + "' is no size of memory; write 5% (of the footprint) or 64MiB");
    }
    return isShare
        ? new MemorySize(text, number / 100, 0)
        : new MemorySize(text, 0, Math.round(number * unit(matcher.group(2))));
  }

  private static double unit(String letters) {
    return switch (letters.isEmpty() ? ' ' : letters.charAt(0)) {
      case 'k' -> 1 << 10;
      case 'm' -> 1 << 20;
      case 'g' -> 1 << 30;
      default -> 1;
    };
  }

  /** Bytes for a trace of this footprint; whole MiB, where there is at least one. */
  public long bytesOf(long footprintBytes) {
    long exact = share == 0 ? bytes : Math.max(1, Math.round(share * footprintBytes));
    return exact < MIB ? exact : (exact + MIB / 2) / MIB * MIB;
  }
}
