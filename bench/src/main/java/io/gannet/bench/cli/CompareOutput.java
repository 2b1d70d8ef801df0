package io.gannet.bench.cli;

import io.gannet.bench.compare.CompareJson;
import io.gannet.bench.compare.ComparePage;
import io.gannet.bench.compare.CompareReport;
import io.gannet.bench.compare.CompareText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a comparison goes beside the terminal: a mixin. */
@Heading("Output")
final class CompareOutput {
  @Option(names = "--json", paramLabel = "FILE", description = "All of it, for programs.")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "A report with pictures, in one file that opens offline.")
  private Path html;

  @Option(names = "--markdown", paramLabel = "FILE", description = "A table for a README.")
  private Path markdown;

  @Option(names = "--csv", paramLabel = "FILE", description = "A row for each measure.")
  private Path csv;

  /** Refuses files that cannot be written. */
  void check() {
    OutputFiles.check(json, html, markdown, csv);
  }

  /** Writes what was asked for. */
  void write(CompareReport report) throws IOException {
    if (json != null) {
      Files.writeString(json, CompareJson.text(report));
    }
    if (html != null) {
      Files.writeString(html, ComparePage.text(report));
    }
    if (markdown != null) {
      Files.writeString(markdown, CompareText.markdown(report));
    }
    if (csv != null) {
      Files.writeString(csv, CompareText.csv(report));
    }
  }
}
