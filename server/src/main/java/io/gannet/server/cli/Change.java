package io.gannet.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** What became other between two readings of a server's metrics. */
record Change(Scrape before, Scrape after) {
  private static final String BUCKETS = "_bucket";
  private static final String BOUND = "le";

  double seconds() {
    return Math.max(1, after.nanos() - before.nanos()) / 1e9;
  }

  /** How much a counter has grown, a second; one that was reset begins at 0. */
  double rate(String name) {
    return grown(after.sum(name), before.sum(name)) / seconds();
  }

  /** The same of its series with this label's value. */
  double rate(String name, String label, String value) {
    return new Change(before.where(name, label, value), after.where(name, label, value)).rate(name);
  }

  /** How much one counter has grown for each that another has; 0 if that one has not. */
  double ratio(String name, String each) {
    double growth = rate(each);
    return growth == 0 ? 0 : rate(name) / growth;
  }

  private static double grown(double now, double then) {
    return now < then ? now : now - then;
  }

  /**
   * The value below which a share of what a histogram has counted meanwhile lies, taken as spread
   * evenly within each bucket; 0 if it has counted nothing.
   */
  double quantile(String histogram, double share) {
    SequencedMap<String, Double> now = after.sums(histogram + BUCKETS, BOUND);
    SequencedMap<String, Double> then = before.sums(histogram + BUCKETS, BOUND);
    List<Double> counts = new ArrayList<>();
    now.forEach((bound, count) -> counts.add(grown(count, then.getOrDefault(bound, 0.0))));
    if (counts.isEmpty() || counts.getLast() == 0) {
      return 0;
    }
    double wanted = share * counts.getLast();
    double lower = 0;
    double below = 0;
    int bucket = 0;
    for (String bound : now.sequencedKeySet()) {
      double upper = bound.equals("+Inf") ? lower : Double.parseDouble(bound);
      double within = counts.get(bucket);
      if (within >= wanted) {
        return lower + (upper - lower) * (wanted - below) / Math.max(1, within - below);
      }
      lower = upper;
      below = within;
      bucket++;
    }
    return lower;
  }

  /** The same of a histogram's series with this label's value. */
  double quantile(String histogram, double share, String label, String value) {
    String buckets = histogram + BUCKETS;
    return new Change(before.where(buckets, label, value), after.where(buckets, label, value))
        .quantile(histogram, share);
  }
}
