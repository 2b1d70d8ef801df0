package io.gannet.server.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients did to one key and were answered, each with when it began and ended, and whether that
 * can have happened in one order. Every value is written once, so it is known which write a read
 * has seen; a miss says nothing, as a cache may forget.
 *
 * <p>All that was done with one value lies between the first end and the last begin of it, if those
 * are in that order: while this <i>forward zone</i> lasts the key has this value. Else it may have
 * been any moment from the last begin to the first end, its <i>backward zone</i>. One order exists
 * if no two forward zones overlap and no backward zone lies within a forward one: P. Gibbons and
 * E. Korach, Testing Shared Memories, SIAM J. Comput. 26 (1997), theorem 4.1.
 */
final class RegisterHistory {
  /** A value's write and all reads of it. */
  private static final class Cluster {
    final String value;
    long writtenNs = Long.MAX_VALUE;
    long firstEndNs = Long.MAX_VALUE;
    long lastBeginNs = Long.MIN_VALUE;
    long firstReadEndNs = Long.MAX_VALUE;

    Cluster(String value) {
      this.value = value;
    }

    void add(long beganNs, long endedNs) {
      firstEndNs = Math.min(firstEndNs, endedNs);
      lastBeginNs = Math.max(lastBeginNs, beganNs);
    }

    boolean isForward() {
      return firstEndNs < lastBeginNs;
    }

    long begin() {
      return Math.min(firstEndNs, lastBeginNs);
    }

    long end() {
      return Math.max(firstEndNs, lastBeginNs);
    }
  }

  private final Map<String, Cluster> clusters = new HashMap<>();
  private int reads;

  private Cluster of(String value) {
    return clusters.computeIfAbsent(value, Cluster::new);
  }

  /** A write, or a removal, which writes what nobody reads. */
  void wrote(String value, long beganNs, long endedNs) {
    Cluster cluster = of(value);
    cluster.writtenNs = beganNs;
    cluster.add(beganNs, endedNs);
  }

  /** A read that found something. */
  void read(String value, long beganNs, long endedNs) {
    Cluster cluster = of(value);
    cluster.firstReadEndNs = Math.min(cluster.firstReadEndNs, endedNs);
    cluster.add(beganNs, endedNs);
    reads++;
  }

  /** How many reads have found something. */
  int reads() {
    return reads;
  }

  /** Why there is no order in which all of it can have happened; nothing if there is one. */
  Optional<String> contradiction() {
    for (Cluster one : clusters.values()) {
      if (one.writtenNs > one.firstReadEndNs) {
        return Optional.of(one.value + " was read before it was written");
      }
    }
    List<Cluster> forward = new ArrayList<>(clusters.values());
    forward.removeIf(one -> !one.isForward());
    forward.sort(Comparator.comparingLong(Cluster::begin));
    for (int i = 1; i < forward.size(); i++) {
      if (forward.get(i).begin() < forward.get(i - 1).end()) {
        return Optional.of(
            forward.get(i - 1).value + " and " + forward.get(i).value + " were there at once");
      }
    }
    for (Cluster one : clusters.values()) {
      Optional<Cluster> around = one.isForward() ? Optional.empty() : around(forward, one);
      if (around.isPresent()) {
        return Optional.of(one.value + " came and went while " + around.get().value + " was there");
      }
    }
    return Optional.empty();
  }

  private static Optional<Cluster> around(List<Cluster> forward, Cluster backward) {
    return forward.stream()
        .filter(one -> one.begin() < backward.begin() && backward.end() < one.end())
        .findFirst();
  }
}
