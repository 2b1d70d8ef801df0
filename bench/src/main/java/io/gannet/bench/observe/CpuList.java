package io.gannet.bench.observe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets of CPUs as Linux writes them, {@code 0-3,8}: cpuset(7), "List format". */
public final class CpuList {
  /** The most that a kernel can be built for. */
  private static final int CPUS_MAX = 8192;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  private CpuList() {}

  /**
   * Reads a list; an empty one is the empty set.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static BitSet parse(String text) {
    BitSet cpus = new BitSet();
    if (text.isBlank()) {
      return cpus;
    }
    for (String part : text.strip().split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException("not a CPU or a range of them: '" + part + "'");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first || last >= CPUS_MAX) {
        throw new IllegalArgumentException("not a range of CPUs: '" + part + "'");
      }
      cpus.set(first, last + 1);
    }
    return cpus;
  }

  /** The set of these. */
  public static BitSet of(List<Integer> cpus) {
    BitSet set = new BitSet();
    cpus.forEach(set::set);
    return set;
  }

  /** Writes a set. */
  public static String text(BitSet cpus) {
    List<String> ranges = new ArrayList<>();
    for (int first = cpus.nextSetBit(0); first >= 0; ) {
      int end = cpus.nextClearBit(first);
      ranges.add(end == first + 1 ? "" + first : first + "-" + (end - 1));
      first = cpus.nextSetBit(end);
    }
    return String.join(",", ranges);
  }

  /** What is in {@code cpus} and not in {@code others}. */
  public static BitSet without(BitSet cpus, BitSet others) {
    BitSet rest = (BitSet) cpus.clone();
    rest.andNot(others);
    return rest;
  }
}
