package io.gannet.bench.report;

import io.gannet.bench.beside.Seen;
import io.gannet.bench.load.Counts;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch.Observation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run of load with all that was seen beside it: what every form of report is made from.
 *
 * @param mode load or replay
 * @param server its process, if it is known
 * @param seen from the beginning of the measuring to its end
 * @param generatorCeiling requests a second that the generator gets against the ping server with
 *     as many connections, as deep, on the same CPUs, if that was ever measured
 * @param beside what a well-behaved client saw meanwhile, if there was one
 * @param isCut whether it was ended before its time, by Ctrl-C
 */
public record LoadReport(
    String mode,
    LoadResult result,
    Optional<ServerProcess> server,
    Observation seen,
    OptionalDouble generatorCeiling,
    Provenance provenance,
    Optional<Seen> beside,
    boolean isCut) {

  /** What was asked for. */
  public LoadPlan plan() {
    return result.plan();
  }

  /** What was counted. */
  public Counts counts() {
    return result.counts();
  }

  /** What is to be said about how far to trust it. */
  public List<Warning> warnings() {
    return Warnings.of(this);
  }

  /** Of gets (and deletes) that found something; empty when there was none. */
  public static OptionalDouble hitRatio(Counts counts) {
    long asked = counts.hits() + counts.misses();
    return asked == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) counts.hits() / asked);
  }

  /** All threads of the server, if its process is known. */
  public OptionalDouble serverCpuUsPerRequest() {
    return server.isEmpty() ? OptionalDouble.empty() : usPerRequest(seen.cpu().serverNs());
  }

  /** Its thread that used most. */
  public OptionalDouble serverBusiestCpuUsPerRequest() {
    return server.isEmpty() ? OptionalDouble.empty() : usPerRequest(seen.cpu().serverBusiestNs());
  }

  /** The load threads. */
  public OptionalDouble generatorCpuUsPerRequest() {
    return usPerRequest(result.generatorCpuNs());
  }

  /** Calls of io_uring_enter, of a Gannet whose admin port is known. */
  public OptionalDouble serverEntersPerRequest() {
    return seen.ring().isEmpty() ? OptionalDouble.empty() : perRequest(seen.ring().get().enters());
  }

  /** The generator's own. */
  public OptionalDouble generatorEntersPerRequest() {
    return perRequest(result.generatorEnters());
  }

  private OptionalDouble usPerRequest(long ns) {
    return perRequest(ns / 1e3);
  }

  private OptionalDouble perRequest(double count) {
    long requests = counts().requests();
    return requests == 0 ? OptionalDouble.empty() : OptionalDouble.of(count / requests);
  }
}
