package io.gannet.bench.cluster;

import io.gannet.bench.ratio.WorkingSet;
import io.gannet.bench.trace.Trace;

/**
 * A workload like a cluster's, of a size that one host can measure.
 *
 * @param workingSetBytes of keys and values, what lives at a time at most
 */
public record ClusterTrace(Cluster cluster, Trace trace, long workingSetBytes) {
  /**
   * With less alive at a time than this most requests would only fill; where the row does not tell
   * what lives, half does.
   */
  private static final double LIVE_SHARE_MIN = 0.2;

  private static final double LIVE_SHARE_ELSE = 0.5;
  private static final long REQUESTS_MIN = 200_000;
  private static final int ROUNDS_MAX = 3;
  private static final double NEAR = 1.1;

  /**
   * The workload whose working set is about so large.
   *
   * @param requestsMax and then it is smaller
   */
  public static ClusterTrace of(Cluster cluster, long bytes, long requestsMax, long seed) {
    LikeCluster like = new LikeCluster(cluster, seed);
    double told = Double.isNaN(cluster.liveShare()) ? LIVE_SHARE_ELSE : cluster.liveShare();
    double liveShare = Math.clamp(told, LIVE_SHARE_MIN, 1);
    Trace timed = Timing.of(sized(like, bytes / liveShare, requestsMax), liveShare);
    return new ClusterTrace(cluster, timed, WorkingSet.peakBytes(timed));
  }

  /** So many requests that they ask for about so many bytes: where few keys are popular, more. */
  private static Trace sized(LikeCluster like, double bytes, long requestsMax) {
    long least = Math.min(REQUESTS_MIN, requestsMax);
    long requests = Math.clamp(like.requestsFor(bytes), least, requestsMax);
    Trace trace = like.trace(requests);
    for (int round = 0; round < ROUNDS_MAX && requests < requestsMax; round++) {
      double missing = bytes / trace.footprintBytes();
      if (missing < NEAR) {
        break;
      }
      requests = Math.min(requestsMax, Math.round(requests * missing));
      trace = like.trace(requests);
    }
    return trace;
  }
}
