package io.gannet.bench.report;

import io.gannet.bench.load.Interval;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How a run goes, once a second: a line that is written over on a terminal, else line by line. */
public final class LiveLine implements LoadObserver {
  private static final int BAR_WIDTH = 20;
  private static final String ERASE = "\r\u001b[K"; // to the line's beginning; clear to its end

  private final PrintWriter out;
  private final boolean over;
  private final double warmUpSec;
  private final double durationSec;

  /** Written over if {@code over}. */
  public LiveLine(PrintWriter out, LoadPlan plan, boolean over) {
    this.out = out;
    this.over = over;
    this.warmUpSec = plan.warmUp().toNanos() / 1e9;
    this.durationSec = plan.duration().toNanos() / 1e9;
  }

  @Override
  public void phase(Phase phase) {
    switch (phase) {
      case CONNECT -> say("connecting …");
      case FILL, MEASURE -> { } // their figures follow
      case WARM_UP -> say("warming up …");
      case DONE -> erase();
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

  private void erase() {
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
    say(text(interval));
  }

  private String text(Interval interval) {
    double seconds = interval.toNs() / 1e9;
    boolean warming = interval.fromNs() < 0;
    double share = (warmUpSec + seconds) / (warmUpSec + durationSec);
    Histogram ns = interval.perceived();
    double left = Math.max(0, durationSec - seconds);
    return (warming ? "warming up" : "measuring ")
        + bar(share)
        + String.format(Locale.ROOT, "%9s/s", Figures.count(Seconds.rate(interval)))
        + "  p50 " + us(ns, 50) + "  p99 " + us(ns, 99) + "  p99.9 " + us(ns, 99.9)
        + "  errors " + Figures.count(interval.counts().errors())
        + String.format(Locale.ROOT, "  %.0f s left", left);
  }

  private static String us(Histogram ns, double percentile) {
    String text = Figures.timeUs(ns.getValueAtPercentile(percentile) / 1e3);
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
