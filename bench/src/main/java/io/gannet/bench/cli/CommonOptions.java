package io.gannet.bench.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
@Heading("Help")
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this.")
  private boolean help;
}
