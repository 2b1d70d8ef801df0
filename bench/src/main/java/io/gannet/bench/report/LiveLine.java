package io.gannet.bench.report;

import io.gannet.bench.load.Counts;
import io.gannet.bench.load.Interval;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How a run goes, once a second: a line that is written over on a terminal, else line by line. */
public final class LiveLine implements LoadObserver {
  /** More than a day is no forecast: nothing is answered. */
  private static final double LEFT_SEC_MAX = 86_400;

  private static final int BAR_WIDTH = 20;
  private static final String ERASE = "\r\u001b[K"; // to the line's beginning; clear to its end

  private final PrintWriter out;
  private final boolean over;
  private final double durationSec;
  private final long requestsMax;
  private long requests;
  private boolean ended;

  /**
   * For a run of a plan.
   *
   * @param over whether it is written over
   * @param requestsMax after so many it ends, if not before; 0 if time alone ends it
   */
  public LiveLine(PrintWriter out, LoadPlan plan, boolean over, long requestsMax) {
    this.out = out;
    this.over = over;
    this.durationSec = plan.duration().toNanos() / 1e9;
    this.requestsMax = requestsMax;
  }

  @Override
  public void phase(Phase phase) {
    switch (phase) {
      case CONNECT -> say("connecting …");
      case FILL, MEASURE -> { } // their figures follow
      case WARM_UP -> say("warming up …");
      case DONE -> end();
    }
  }

  private void say(String text) {
    if (over) {
      out.print(ERASE + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** A last stretch may yet come: on a terminal it would stand before the table. */
  private void end() {
    ended = true;
    if (over) {
      out.print(ERASE);
      out.flush();
    }
  }

  @Override
  public void filled(long requests, long of) {
    if (of > 0 && (over || requests >= of)) {
      double share = Math.min(1, (double) requests / of);
      say("filling   " + bar(share) + Figures.count(requests) + " of " + Figures.count(of));
    }
  }

  @Override
  public void interval(Interval interval) {
    if (!over || !ended) {
      say(text(interval));
    }
  }

  private String text(Interval interval) {
    Histogram ns = interval.perceived();
    return progress(interval)
        + String.format(Locale.ROOT, "%9s/s", Figures.count(Seconds.rate(interval)))
        + "  p50 " + us(ns, 50) + "  p99 " + us(ns, 99) + "  p99.9 " + us(ns, 99.9)
        + hits(interval.counts())
        + "  errors " + Figures.count(interval.counts().errors());
  }

  private static String hits(Counts counts) {
    double hits = LoadReport.hitRatio(counts).orElse(1);
    return counts.misses() == 0 ? "" : String.format(Locale.ROOT, "  hits %.1f %%", hits * 100);
  }

  private String progress(Interval interval) {
    if (interval.fromNs() < 0) {
      return "warming up" + bar(0);
    }
    double seconds = interval.toNs() / 1e9;
    requests += interval.counts().requests() - interval.counts().fills();
    double done = Math.max(seconds / durationSec, requestsMax == 0 ? 0
        : (double) requests / requestsMax);
    double left = done == 0 ? 0 : Math.max(0, seconds / done - seconds);
    boolean known = left < LEFT_SEC_MAX;
    return String.format(Locale.ROOT, "%4s s left", known ? Figures.count(left) : "?") + bar(done);
  }

  private static String us(Histogram ns, double percentile) {
    boolean none = ns.getTotalCount() == 0;
    String text = none ? "–" : Figures.timeUs(ns.getValueAtPercentile(percentile) / 1e3);
    return String.format(Locale.ROOT, "%-7s", text);
  }

  private String bar(double share) {
    if (!over) {
      return " ";
    }
    int full = Math.clamp(Math.round(share * BAR_WIDTH), 0, BAR_WIDTH);
    return " " + "█".repeat(full) + "░".repeat(BAR_WIDTH - full) + " ";
  }
}
