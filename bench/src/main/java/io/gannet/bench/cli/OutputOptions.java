package io.gannet.bench.cli;

import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.report.Hgrm;
import io.gannet.bench.report.IntervalCsv;
import io.gannet.bench.report.LiveLine;
import io.gannet.bench.report.LoadHtml;
import io.gannet.bench.report.LoadJson;
import io.gannet.bench.report.LoadReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where results go beside the terminal: a mixin. */
@Heading("Output")
public final class OutputOptions {
  /** How a run shows that it goes on, on stderr. */
  public enum Progress {
    /** A live line on a terminal, else nothing. */
    AUTO,
    /** A line that is written over. */
    LIVE,
    /** A line a second. */
    PLAIN,
    /** Nothing. */
    OFF
  }

  @Option(names = "--json", paramLabel = "FILE", description = "All of it, for programs.")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "A report with pictures, in one file that opens offline.")
  private Path html;

  @Option(
      names = "--hgrm",
      paramLabel = "FILE",
      description = "Perceived latency in µs by percentile, for HdrHistogram's plotters.")
  private Path hgrm;

  @Option(names = "--csv", paramLabel = "FILE", description = "A row for each second.")
  private Path csv;

  @Option(
      names = "--progress",
      paramLabel = "KIND",
      description = "auto (live on a terminal, else off), live, plain or off. [auto]")
  private Progress progress = Progress.AUTO;

  /** For programs. */
  public Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  /** For people. */
  public Optional<Path> html() {
    return Optional.ofNullable(html);
  }

  /** For plotters. */
  public Optional<Path> hgrm() {
    return Optional.ofNullable(hgrm);
  }

  /** For spreadsheets. */
  public Optional<Path> csv() {
    return Optional.ofNullable(csv);
  }

  /** On stderr. */
  public Progress progress() {
    return progress;
  }

  /** Refuses files that cannot be written: better before a run than after it. */
  void check() {
    OutputFiles.check(json, html, hgrm, csv);
  }

  /** What shows on stderr that a run goes on. */
  LoadObserver live(PrintWriter err, LoadPlan plan, long requestsMax) {
    boolean over = progress == Progress.LIVE || progress == Progress.AUTO && Terminal.isStderr();
    return over || progress == Progress.PLAIN
        ? new LiveLine(err, plan, over, requestsMax)
        : new LoadObserver() {};
  }

  /** Writes the files that were asked for. */
  void write(LoadReport report) {
    write(json, () -> LoadJson.of(report));
    write(html, () -> LoadHtml.of(report));
    write(hgrm, () -> Hgrm.of(report.result().perceived()));
    write(csv, () -> IntervalCsv.of(report.result().intervals()));
  }

  private static void write(Path file, Supplier<String> text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
