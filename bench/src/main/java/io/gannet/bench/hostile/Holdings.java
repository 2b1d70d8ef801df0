package io.gannet.bench.hostile;

import io.gannet.bench.observe.PeerStats;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server holds.
 *
 * @param residentBytes of its process; 0 if that is not known
 * @param descriptors it has open; 0 likewise
 * @param gauges of what it holds for clients, by name; empty if it did not say
 */
public record Holdings(long residentBytes, int descriptors, Map<String, Double> gauges) {
  private static final String CONNECTIONS = "curr_connections";

  /** A JVM opens a file now and then: a jar, one of /proc. */
  private static final int DESCRIPTORS_SPARE = 16;

  /** Of a server, now. */
  public static Holdings of(ServerWatch watch) {
    return new Holdings(
        watch.process().map(ServerProcess::residentBytes).orElse(0L),
        watch.process().map(ServerProcess::descriptors).orElse(0),
        gauges(watch));
  }

  /** A Gannet's own, or how many connections others say they have. */
  private static Map<String, Double> gauges(ServerWatch watch) {
    if (watch.admin().isPresent()) {
      return watch.heldGauges();
    }
    Map<String, Double> gauges = new TreeMap<>();
    String connections = PeerStats.of(watch.target()).get(CONNECTIONS);
    if (connections != null) {
      gauges.put(CONNECTIONS, Double.valueOf(connections));
    }
    return gauges;
  }

  /** What is more than it was before: empty when all was given back. */
  public Map<String, Double> beyond(Holdings before) {
    Map<String, Double> more = new TreeMap<>();
    if (gauges.isEmpty()) {
      more.put("it does not say what it holds", 1.0);
    }
    gauges.forEach((name, value) -> {
      if (value > before.gauges.getOrDefault(name, 0.0)) {
        more.put(name, value);
      }
    });
    if (descriptors > before.descriptors + DESCRIPTORS_SPARE) {
      more.put("descriptors", (double) (descriptors - before.descriptors));
    }
    return more;
  }
}
