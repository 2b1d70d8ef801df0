package io.gannet.server.klog.cli;

/** How many numbers there were of each length in bits, and of all together. */
final class PowersOfTwo {
  private static final int COLUMNS = 40;

  private final long[] counts = new long[Long.SIZE + 1];
  private long count;
  private long sum;
  private long most;

  void add(long value) {
    counts[Long.SIZE - Long.numberOfLeadingZeros(value)]++;
    count++;
    sum += value;
    most = Math.max(most, value);
  }

  long count() {
    return count;
  }

  /** The mean; 0 of none. */
  double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /** A number that so large a part of them are not greater than: the end of its bucket. */
  long atMost(double part) {
    long wanted = (long) Math.ceil(part * count);
    long seen = 0;
    for (int bits = 0; bits < counts.length; bits++) {
      seen += counts[bits];
      if (seen >= wanted) {
        return Math.min(end(bits), most);
      }
    }
    return most;
  }

  private static long end(int bits) {
    return bits == 0 ? 0 : bits >= Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
  }

  /** A line of each bucket that has any: its end, how many, a bar. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int bits = 0; bits < counts.length; bits++) {
      if (counts[bits] > 0) {
        int bar = (int) Math.ceil((double) COLUMNS * counts[bits] / count);
        text.append(
            "  <= %-12d %12d  %s\n".formatted(end(bits), counts[bits], "#".repeat(bar)));
      }
    }
    return text.toString();
  }
}
