package io.gannet.bench.cli;

import io.gannet.bench.compare.Comparison;
import io.gannet.ffi.linux.Sched;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import picocli.CommandLine.Option;

/** How often, under which workloads, and which runs count: a mixin. */
@Heading("Rounds")
final class RoundOptions {
  private static final List<String> USUAL = List.of("get-x1", "get-x32", "set-x1", "set-x32");
  private static final String AS_GIVEN = "as-given: ";

  /** CPUs that others may use in a quiet run. */
  static final double OTHERS_MAX = 0.15;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "WORDS",
      description = "May be repeated: get-x1, get-x32, set-x1, set-x32, mixed, mixed-x32; or "
          + "options without their dashes, 'get=99 set=1 depth=4 value-size=1024'; or these with a "
          + "name before them, 'NAME: WORDS'.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of each server under each workload; five at least decide anything. "
          + "[${DEFAULT-VALUE}]")
  private int rounds = 5;

  @Option(
      names = "--rehearsals",
      paramLabel = "N",
      description = "Runs of each before the first round that count for nothing: compilers are at "
          + "work in them. [${DEFAULT-VALUE}]")
  private int rehearsals = 1;

  @Option(
      names = "--others-max",
      paramLabel = "CPUS",
      description = "A run in which anyone else used more is not counted and tried again. "
          + "[${DEFAULT-VALUE}]")
  private double othersMax = OTHERS_MAX;

  /** Asked for. */
  int rounds() {
    return rounds;
  }

  /** When a run counts. */
  Comparison.Rules rules(long pauseMs) {
    if (rounds < 1) {
      throw new Misuse("--rounds: " + rounds + " is less than 1");
    }
    if (rehearsals < 0) {
      throw new Misuse("--rehearsals: " + rehearsals + " is less than 0");
    }
    return new Comparison.Rules(rehearsals, rounds, othersMax, pauseMs);
  }

  /** What is run; {@code one} if the options of the load say what. */
  List<String> workloads(boolean one) {
    if (!workloads.isEmpty()) {
      return workloads;
    }
    return one ? List.of(AS_GIVEN) : USUAL;
  }

  /** What holds unless told otherwise: short runs, and load that is no server's neighbour. */
  List<String> defaults(List<Integer> serverCpus) {
    List<String> words = new ArrayList<>(List.of("--duration", "2s"));
    loadCpus(serverCpus).forEach(cpu -> words.addAll(List.of("--cpus", cpu.toString())));
    return words;
  }

  /** The first CPU that is no server's; none where there is no other. */
  static List<Integer> loadCpus(List<Integer> serverCpus) {
    BitSet free = new BitSet();
    boolean known = Sched.sched_getaffinity(0, free) == 0;
    serverCpus.forEach(free::clear);
    return known && !free.isEmpty() ? List.of(free.nextSetBit(0)) : List.of();
  }
}
