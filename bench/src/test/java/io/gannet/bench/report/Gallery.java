package io.gannet.bench.report;

import io.gannet.bench.report.Chart.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures of made-up figures, to be looked at: {@code Gallery FOLDER}. */
final class Gallery {
  private Gallery() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    missRatio().write(folder.resolve("miss-ratio.svg"));
    nines().write(folder.resolve("nines.svg"));
    rate().write(folder.resolve("rate.svg"));
    bars().write(folder.resolve("bars.svg"));
  }

  static Chart missRatio() {
    Chart chart = new Chart("Miss ratio", Axis.bytes("memory"), Axis.linear("misses per get"));
    for (int k = 0; k < 8; k++) {
      List<Point> points = new ArrayList<>();
      for (int n = 20; n < 31; n++) {
        points.add(new Point(Math.pow(2, n), Math.pow(0.78 + 0.01 * k, n - 19)));
      }
      chart.line(List.of("seg, merge", "seg, fifo", "slab", "cuckoo", "memcached", "exact LRU",
          "twemcache", "random").get(k), points);
    }
    return chart;
  }

  static Chart nines() {
    Chart chart = new Chart("Latency by percentile", Axis.nines("percentile of requests"),
        Axis.latencyUs("latency"));
    for (int k = 0; k < 2; k++) {
      List<Point> points = new ArrayList<>();
      for (double n = 0; n < 5; n += 0.05) {
        double us = 80 + 10 * n * n + (k == 1 && n > 2.5 ? Math.exp((n - 2.5) * 3) * 20 : 0);
        points.add(new Point(100 * (1 - Math.pow(10, -n)), us));
      }
      chart.line(k == 0 ? "service" : "perceived", points);
    }
    return chart;
  }

  static Chart rate() {
    List<Point> points = new ArrayList<>();
    for (int s = 0; s < 30; s++) {
      points.add(new Point(s, s == 12 ? 31_000 : 182_000 + 3_000 * Math.sin(s)));
    }
    return new Chart("Requests a second", Axis.linear("seconds"), Axis.linear(""))
        .line("rate", points).mark(200_000, "asked for");
  }

  static BarChart bars() {
    BarChart chart = new BarChart("CPU per request, of memcached's", Axis.log("ratio of medians"))
        .reference(1, "the same");
    for (String row : List.of("get x 1", "get x 32", "set x 32")) {
      chart.group(row);
      chart.bar("segcache", 0, row.length() * 0.05, row.length() * 0.047, row.length() * 0.062);
      chart.bar("Redis 7.0", 1, 2.4, 0.9, 3);
      chart.bar("segcache, spinning", 2, 0.06, 0.05, 0.075);
    }
    return chart;
  }
}
