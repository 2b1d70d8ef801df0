package io.gannet.engine.process.kv;

import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;

/** How long requests took, by verb, as it is told by {@code stats latency}. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public final class ServiceMetrics extends MetricGroup {
  /** What is no verb of a client's that wants data. */
  private static final String OTHER = "other";

  private static final String NAME = "request_service_seconds";
  private static final String HELP =
      "From the beginning of the turn in which a request was there to that turn's end.";

  /** By the verb's number: the row in which it is counted. */
  private static final int[] ROWS = new int[LoggedVerb.values().length];

  /** The rows that there are. */
  static final int ROW_COUNT;

  static {
    int row = 1;
    for (LoggedVerb verb : LoggedVerb.values()) {
      ROWS[verb.ordinal()] = verb.keyed() ? row++ : 0;
    }
    ROW_COUNT = row;
    assert ROW_COUNT <= Integer.SIZE : "a bit each";
  }

  private final Histogram[] rows = new Histogram[ROW_COUNT];

  /** Requests that another shard has answered. */
  private final Histogram forwarded =
      histogram("request_forwarded_seconds", "forwarded",
          "The same of a request that was sent to another shard, until the end of the turn in which"
              + " its answer came: of one at a time.",
          Histogram.ofNs());

  /** Nothing was served yet. */
  public ServiceMetrics() {
    super("latency", null);
    for (LoggedVerb verb : LoggedVerb.values()) {
      if (verb.keyed()) {
        rows[rowOf(verb)] = histogram(NAME, "verb", verb.text(), HELP, Histogram.ofNs());
      }
    }
    rows[0] = histogram(NAME, "verb", OTHER, HELP, Histogram.ofNs());
  }

  /** The row that a verb is counted in. */
  static int rowOf(LoggedVerb verb) {
    return ROWS[verb.ordinal()];
  }

  /** So many requests of a row took so long each. */
  void record(int row, long tookNs, int requests) {
    rows[row].record(tookNs, requests);
  }

  /** One that was sent to another shard did. */
  void recordForwarded(long tookNs) {
    forwarded.record(tookNs);
  }
}
