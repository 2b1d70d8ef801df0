package io.gannet.bench.trace;

import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Random64;
import io.gannet.bench.workload.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trace was recorded without: deadlines, overwrites, deletes, values of changing sizes. Keys
 * and times stay. The same seed makes the same of the same trace.
 *
 * @param ttlSec how long what a request stores lives; null as recorded. One of a few is drawn by
 *     the key, which keeps it for ever, as a kind of item does; of a range each request draws anew,
 *     as jitter does
 * @param verbs what requests are made for instead
 * @param drift how many times as large values are at the end as at the start, and in between in
 *     proportion; 1 is not at all
 * @param spread each request's value is drawn anew between this many times smaller and larger,
 *     evenly by its logarithm; 1 is not at all
 */
public record Variation(
    Distribution ttlSec, VerbShares verbs, double drift, double spread, long seed) {
  /** The most that values grow or shrink. */
  public static final double FACTOR_MAX = 1e6;

  private static final long OF_KEYS = 0x6B65_7973L;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** Refuses what is no factor. */
  public Variation {
    if (!(drift >= 1 / FACTOR_MAX && drift <= FACTOR_MAX)) { // nor NaN
      throw new IllegalArgumentException(
          "size drift: " + drift + " is no factor; write 4 (four times as large at the end) or"
              + " 0.25");
    }
    if (!(spread >= 1 && spread <= FACTOR_MAX)) {
      throw new IllegalArgumentException(
          "size spread: " + spread + " is no factor; write 2 (from half to twice)");
    }
  }

  /** Nothing that a trace has not. */
  public static Variation none() {
    return new Variation(null, VerbShares.NONE, 1, 1, 1);
  }

  /** The trace with all that. */
  public Trace of(Trace trace) {
    if (describe().isEmpty()) {
      return trace;
    }
    int requests = trace.requests();
    int[] valueBytes = new int[requests];
    int[] ttls = new int[requests];
    byte[] verb = new byte[requests];
    boolean hasDeadlines = false;
    for (int i = 0; i < requests; i++) {
      long bits = Random64.scramble(Random64.scramble(seed) + i * GOLDEN);
      valueBytes[i] = valueBytes(trace, i, Random64.scramble(bits ^ seed));
      Verb drawn = verbs.draw(Random64.fraction(bits));
      verb[i] = (byte) (drawn == null ? trace.verb(i) : drawn).ordinal();
      ttls[i] = ttlSec == null ? trace.ttlSec(i) : ttlSec.draw(ttlBits(trace.key(i), bits));
      hasDeadlines |= ttls[i] > 0;
    }
    String name = trace.name() + ", " + describe();
    return trace.with(name, valueBytes, hasDeadlines ? ttls : null, verb);
  }

  private long ttlBits(int key, long requestBits) {
    boolean isOfKey = ttlSec instanceof Distribution.Weighted;
    return Random64.scramble(isOfKey ? seed ^ key * GOLDEN ^ OF_KEYS : ~requestBits);
  }

  private int valueBytes(Trace trace, int request, long bits) {
    int recorded = trace.recordedBytes(request);
    if (recorded == 0 || drift == 1 && spread == 1) {
      return recorded;
    }
    double grown = Math.pow(drift, (double) request / Math.max(1, trace.requests() - 1));
    double drawn = Math.pow(spread, 2 * Random64.fraction(bits) - 1);
    return Math.clamp(Math.round(recorded * grown * drawn), 1, Integer.MAX_VALUE);
  }

  /** In words: {@code ttl 3300 to 3900 s, set 30 %}; "" if it is nothing. */
  public String describe() {
    List<String> words = new ArrayList<>();
    if (ttlSec != null) {
      words.add(ttlSec.max() == 0 ? "no ttl" : "ttl " + ttlSec.describe() + " s");
    }
    if (!verbs.describe().isEmpty()) {
      words.add(verbs.describe());
    }
    if (drift != 1) {
      words.add("sizes drift × " + Words.number(drift));
    }
    if (spread != 1) {
      words.add("sizes spread × " + Words.number(spread));
    }
    return String.join(", ", words);
  }
}
