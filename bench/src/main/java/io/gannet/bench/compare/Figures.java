package io.gannet.bench.compare;

import io.gannet.bench.load.Counts;
import io.gannet.bench.load.LoadResult;

/**
 * What one run against one server said. What is not known is NaN.
 *
 * @param cpuUsPerRequest CPU time of all threads of the server
 * @param hitRatio of what was looked up
 * @param rssMib after the run, huge pages included
 * @param generatorBusy share of the time that the busiest load thread was on a CPU
 * @param generatorCpuUsPerRequest CPU time of all load threads
 */
public record Figures(
    double requestsPerSecond,
    double cpuUsPerRequest,
    double p50Us,
    double p99Us,
    double p999Us,
    double hitRatio,
    double rssMib,
    double generatorBusy,
    double generatorCpuUsPerRequest) {

  /** Of a run, with what was read of the server meanwhile. */
  public static Figures of(LoadResult result, double cpuUsPerRequest, double rssMib) {
    Counts counts = result.counts();
    long looked = counts.hits() + counts.misses();
    return new Figures(
        result.requestsPerSecond(),
        cpuUsPerRequest,
        us(result, 50),
        us(result, 99),
        us(result, 99.9),
        looked == 0 ? Double.NaN : (double) counts.hits() / looked,
        rssMib,
        result.busy(),
        result.generatorCpuNs() / 1000.0 / counts.requests());
  }

  private static double us(LoadResult result, double percentile) {
    return result.perceived().getValueAtPercentile(percentile) / 1000.0;
  }
}
