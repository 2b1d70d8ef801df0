package io.gannet.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** A histogram by percentile, in µs, as HdrHistogram's plotters read it. */
public final class Hgrm {
  private static final int STEPS_PER_HALVING = 10;
  private static final double US_NS = 1e3;

  private Hgrm() {}

  /** Its text. */
  public static String of(Histogram ns) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8);
    ns.outputPercentileDistribution(out, STEPS_PER_HALVING, US_NS);
    out.flush();
    return text.toString(StandardCharsets.UTF_8);
  }
}
