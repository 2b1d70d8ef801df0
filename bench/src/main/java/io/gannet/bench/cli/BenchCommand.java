package io.gannet.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The modes of the bench. */
@Command(
    name = "gannet bench",
    customSynopsis = "gannet bench MODE [OPTIONS]",
    description = {
      "Measures cache servers that speak memcached, RESP or ping, and says how far to trust it.",
      "",
      "  ./gannet bench MODE --help     what a mode can do, with examples",
      "  ./gannet doctor                whether this host is fit for such a measurement"
    },
    subcommands = {
      LoadCommand.class,
      SearchCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      CeilingCommand.class,
      MissRatioCommand.class,
      MissTableCommand.class,
      MissClustersCommand.class,
      DensityCommand.class,
      PauseCommand.class,
      HostileCommand.class,
      SoakCommand.class,
      MicroCommand.class,
    },
    commandListHeading = "%nModes:%n",
    footer = {
      "",
      "Begin with:",
      "  ./gannet bench load --target 127.0.0.1:11211 --duration 5s",
      "",
      "Traps, and how to read the figures: bench/README.md"
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which mode?");
  }
}
