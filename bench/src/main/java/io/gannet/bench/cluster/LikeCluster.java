package io.gannet.bench.cluster;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Variation;
import io.gannet.bench.trace.VerbShares;
import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A workload made of a cluster's row and a seed. What the row has only means of is spread a little;
 * requests are independent of each other, where people's come in bursts.
 */
public final class LikeCluster {
  /**
   * Steeper laws were fitted to the head of a week's billions of requests. Of some millions they
   * would ask some hundred keys, and no cache would have anything to forget.
   */
  public static final double ALPHA_MAX = 1.2;

  /** Where the row has no law. */
  private static final double ALPHA_ELSE = 1;

  /** Values are so much smaller or larger than their mean, at most. */
  private static final double SIZE_SPREAD = 0.1;

  /** A remainder of shares that is more than rounding. */
  private static final double REMAINDER_MIN = 0.02;

  /** Requests of an object are no more than that, in the mean: further ones would only hit. */
  private static final double FREQUENCY_MAX = 3;

  private static final int TTL_SEC_MAX = Integer.MAX_VALUE / 2;

  private final Cluster cluster;
  private final long seed;

  /** {@code cluster} is known. */
  public LikeCluster(Cluster cluster, long seed) {
    this.cluster = cluster;
    this.seed = seed;
  }

  /** For a server, which is asked get, set and delete, with deadlines that it understands. */
  public SyntheticOptions load(long keys) {
    double[] percents = new double[Op.values().length];
    cluster.verbs().forEach((verb, share) -> percents[verb.op().ordinal()] += share * 100);
    Mix mix = new Mix(percents[Op.GET.ordinal()], percents[Op.SET.ordinal()],
        percents[Op.DELETE.ordinal()]);
    return options(keys, mix, ttlSec(Ttls.TTL_SEC_MAX));
  }

  private SyntheticOptions options(long keys, Mix mix, Distribution ttlSec) {
    int low = (int) Math.round(cluster.valueBytes() * (1 - SIZE_SPREAD));
    int high = (int) Math.round(cluster.valueBytes() * (1 + SIZE_SPREAD));
    return new SyntheticOptions(
        keys,
        new Distribution.Constant(keyBytes()),
        low == high ? new Distribution.Constant(low) : new Distribution.Uniform(low, high),
        mix,
        popularity(),
        ttlSec,
        true,
        seed);
  }

  private int keyBytes() {
    return Math.clamp(cluster.keyBytes(), Keys.BYTES_MIN, Keys.BYTES_MAX);
  }

  private Popularity popularity() {
    double alpha = Double.isNaN(cluster.alpha()) ? ALPHA_ELSE : cluster.alpha();
    Popularity zipf = new Popularity.Zipfian(Math.min(alpha, ALPHA_MAX));
    double percent = 100 * Math.min(1, cluster.oneHitShare() / frequency());
    return new Popularity.Once(zipf, percent);
  }

  private double frequency() {
    return Math.clamp(cluster.meanFrequency(), 1, FREQUENCY_MAX);
  }

  /** The row's, and between the least and the greatest of them for the rest of its shares. */
  private Distribution ttlSec(int most) {
    List<Integer> seconds = new ArrayList<>(cluster.ttls().keySet());
    List<Double> weights = new ArrayList<>(cluster.ttls().values());
    double rest = 1 - weights.stream().mapToDouble(Double::doubleValue).sum();
    int[] lows = seconds.stream().mapToInt(s -> Math.min(s, most)).toArray();
    int[] highs = lows.clone();
    if (rest > REMAINDER_MIN) {
      lows = Arrays.copyOf(lows, lows.length + 1);
      highs = Arrays.copyOf(highs, lows.length);
      lows[lows.length - 1] = Math.min(Collections.min(seconds), most);
      highs[lows.length - 1] = Math.min(Collections.max(seconds), most);
      weights.add(rest);
    }
    return new Distribution.Weighted(
        lows, highs, weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** So many requests one a millisecond, with all of the row's operations and deadlines. */
  public Trace trace(long requests) {
    double objects = requests / frequency();
    long keys = Math.max(1, Math.round(objects * (1 - cluster.oneHitShare())));
    Trace plain =
        Trace.of(new SyntheticWorkload(options(keys, Mix.GETS, Ttls.NONE)), requests);
    Variation variation =
        new Variation(ttlSec(TTL_SEC_MAX), new VerbShares(cluster.verbs()), 1, 1, seed);
    return variation.of(plain).named("like " + cluster.word());
  }

  /** How many requests it takes to ask for so many bytes of objects. */
  public long requestsFor(double bytes) {
    return Math.round(bytes / cluster.itemBytes() * frequency());
  }
}
