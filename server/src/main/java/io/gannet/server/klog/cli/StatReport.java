package io.gannet.server.klog.cli;

import io.gannet.engine.klog.LoggedRequest;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a log says of its time: how much of what was asked and answered, and how large it was. */
final class StatReport implements Telling {
  private static final double NS_PER_SEC = 1e9;
  private static final double NS_PER_US = 1e3;

  private final Writer out;
  private final Map<LoggedVerb, Map<LoggedResult, Long>> results = new EnumMap<>(LoggedVerb.class);
  private final Map<Integer, Long> workers = new TreeMap<>();
  private final Set<Integer> samples = new LinkedHashSet<>();
  private final PowersOfTwo serviceNs = new PowersOfTwo();
  private final PowersOfTwo keyBytes = new PowersOfTwo();
  private final PowersOfTwo storedBytes = new PowersOfTwo();
  private final PowersOfTwo foundBytes = new PowersOfTwo();
  private final PowersOfTwo ttlSec = new PowersOfTwo();
  private long firstNs = Long.MAX_VALUE;
  private long lastNs = Long.MIN_VALUE;
  private long requests;
  private long elsewhere;
  private long replyBytes;
  private long lost;
  private long forEver;

  StatReport(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(LogInput log) {
    samples.add(log.sample());
  }

  @Override
  public void request(LogInput log) {
    LoggedRequest request = log.request();
    requests++;
    elsewhere += request.isElsewhere() ? 1 : 0;
    replyBytes += request.replyBytes();
    firstNs = Math.min(firstNs, request.wallNs);
    lastNs = Math.max(lastNs, request.wallNs);
    workers.merge(request.worker, 1L, Long::sum);
    results
        .computeIfAbsent(request.verb(), verb -> new EnumMap<>(LoggedResult.class))
        .merge(request.result(), 1L, Long::sum);
    serviceNs.add(Math.max(0, request.serviceNs));
    if (request.keyLength() > 0) {
      keyBytes.add(request.keyLength());
    }
    if (request.result() == LoggedResult.VALUE) {
      foundBytes.add(request.valueLength());
    }
    if (request.result() == LoggedResult.STORED) {
      stored(request);
    }
  }

  private void stored(LoggedRequest request) {
    storedBytes.add(request.valueLength());
    if (request.ttlSec() == 0) {
      forEver++;
    } else {
      ttlSec.add(Math.max(0, request.ttlSec()));
    }
  }

  @Override
  public void lost(LogInput log) {
    lost += log.lost();
  }

  @Override
  public void end() throws IOException {
    double seconds = requests == 0 ? 0 : (lastNs - firstNs) / NS_PER_SEC;
    line("requests", Long.toString(requests));
    line("lost", lost + " that found no room in a ring, or in the file");
    line("sampled", "one of " + String.join(", ", samples.stream().map(String::valueOf).toList()));
    line("seconds", "%.3f".formatted(seconds));
    line("a second", seconds == 0 ? "-" : "%.1f".formatted(requests / seconds));
    line("reply bytes", Long.toString(replyBytes));
    line("hit ratio", hitRatio());
    line("elsewhere", elsewhere + " answered by another worker's shard");
    workers.forEach((worker, count) -> lineOf("worker " + worker, count));
    line("service us", percentiles(serviceNs, NS_PER_US));
    out.write("\nwhat was asked, and answered\n");
    for (Map.Entry<LoggedVerb, Map<LoggedResult, Long>> verb : results.entrySet()) {
      for (Map.Entry<LoggedResult, Long> one : verb.getValue().entrySet()) {
        out.write(
            "  %-10s %-14s %12d\n"
                .formatted(verb.getKey().text(), one.getKey().text(), one.getValue()));
      }
    }
    distribution("bytes of keys", keyBytes);
    distribution("bytes of values stored", storedBytes);
    distribution("bytes of values found", foundBytes);
    distribution("seconds to live of what was stored, but for " + forEver + " for ever", ttlSec);
  }

  private void line(String name, String text) throws IOException {
    out.write("%-12s %s\n".formatted(name, text));
  }

  private void lineOf(String name, long count) {
    try {
      line(name, Long.toString(count));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Of all retrievals, as memcached counts them. */
  private String hitRatio() {
    long found = 0;
    long all = 0;
    for (Map.Entry<LoggedVerb, Map<LoggedResult, Long>> verb : results.entrySet()) {
      if (verb.getKey().retrieves()) {
        found += verb.getValue().getOrDefault(LoggedResult.VALUE, 0L);
        all += found(verb.getValue());
      }
    }
    return all == 0 ? "-" : "%.4f (%d of %d)".formatted((double) found / all, found, all);
  }

  private static long found(Map<LoggedResult, Long> results) {
    return results.getOrDefault(LoggedResult.VALUE, 0L)
        + results.getOrDefault(LoggedResult.MISS, 0L);
  }

  private static String percentiles(PowersOfTwo values, double unit) {
    return "mean %.1f, half <= %.1f, 99 %% <= %.1f, 99.9 %% <= %.1f, all <= %.1f"
        .formatted(
            values.mean() / unit,
            values.atMost(0.5) / unit,
            values.atMost(0.99) / unit,
            values.atMost(0.999) / unit,
            values.atMost(1) / unit);
  }

  private void distribution(String title, PowersOfTwo values) throws IOException {
    if (values.count() > 0) {
      out.write("\n" + title + ": mean %.1f\n".formatted(values.mean()) + values.text());
    }
  }
}
