package io.gannet.server.klog.cli;

import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The requests whose service took longest, the longest first. */
final class SlowRequests implements Telling {
  private static final double NS_PER_US = 1_000;

  private final Writer out;
  private final int most;
  private final LineText lines;
  private final PriorityQueue<Slow> slowest =
      new PriorityQueue<>(Comparator.comparingLong(Slow::serviceNs));

  SlowRequests(Writer out, int most) {
    this.out = out;
    this.most = most;
    this.lines = new LineText(out);
  }

  private record Slow(long serviceNs, String line) {}

  @Override
  public void request(LogInput log) {
    long serviceNs = log.request().serviceNs;
    if (slowest.size() < most || serviceNs > slowest.peek().serviceNs()) {
      slowest.add(new Slow(serviceNs, lines.line(log)));
    }
    if (slowest.size() > most) {
      slowest.remove();
    }
  }

  @Override
  public void end() throws IOException {
    List<Slow> all =
        slowest.stream().sorted(Comparator.comparingLong(Slow::serviceNs).reversed()).toList();
    for (Slow one : all) {
      out.write("%12.1f us  %s\n".formatted(one.serviceNs() / NS_PER_US, one.line()));
    }
  }
}
