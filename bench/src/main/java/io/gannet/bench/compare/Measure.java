package io.gannet.bench.compare;

import java.util.function.ToDoubleFunction;

/** What is compared of two servers. */
public enum Measure {
  REQUESTS("requests_per_second", "requests/s", Better.HIGHER, Figures::requestsPerSecond),
  CPU("server_cpu_us_per_request", "CPU µs/request", Better.LOWER, Figures::cpuUsPerRequest),
  P50("p50_us", "p50 µs", Better.LOWER, Figures::p50Us),
  P99("p99_us", "p99 µs", Better.LOWER, Figures::p99Us),
  P999("p999_us", "p99.9 µs", Better.LOWER, Figures::p999Us),
  HIT_RATIO("hit_ratio", "hit ratio", Better.HIGHER, Figures::hitRatio),
  RSS("rss_mib", "RSS MiB", Better.NEITHER, Figures::rssMib);

  /** Which way is up. */
  public enum Better {
    HIGHER,
    LOWER,
    /** Memory: one server takes all that it may have at once, another as it grows. */
    NEITHER
  }

  private final String key;
  private final String title;
  private final Better better;
  private final ToDoubleFunction<Figures> reader;

  Measure(String key, String title, Better better, ToDoubleFunction<Figures> reader) {
    this.key = key;
    this.title = title;
    this.better = better;
    this.reader = reader;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Its name in tables, with the unit. */
  public String title() {
    return title;
  }

  /** Which way is up. */
  public Better better() {
    return better;
  }

  /** Its value in a run; NaN where there is none. */
  public double of(Figures figures) {
    return reader.applyAsDouble(figures);
  }
}
