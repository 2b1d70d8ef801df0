package io.gannet.bench.cli;

import java.nio.file.Path;
import java.util.Optional;
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
}
