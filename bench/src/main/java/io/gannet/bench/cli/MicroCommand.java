package io.gannet.bench.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code gannet bench micro}: the launcher runs it, as JMH's forks need a class path. */
@Command(
    name = "micro",
    header = "Asks what a call or a layout costs, in nanoseconds, with JMH.",
    description = "Asks what a call or a layout costs, in nanoseconds, with JMH: bench/micro.")
final class MicroCommand implements Callable<Integer> {
  @Unmatched private List<String> words;

  @Override
  public Integer call() {
    throw new Misuse("micro needs the launcher: ./gannet bench micro, or bench/micro");
  }
}
