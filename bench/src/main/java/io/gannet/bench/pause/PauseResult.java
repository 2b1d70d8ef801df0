package io.gannet.bench.pause;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one engine did.
 *
 * @param operations gets, sets, deletes and touches
 * @param upkeep the background work between them
 * @param control a loop that did nothing, for as long
 * @param foreground times that an operation had to finish what background work had begun
 * @param refused sets for which there was no memory
 * @param collections of garbage, and time in the compiler, while it was measured: the JVM's own
 */
public record PauseResult(
    String engine,
    Times operations,
    Times upkeep,
    Times control,
    long foreground,
    long refused,
    long collections,
    long compilingMs) {

  /**
   * Calls of one kind, in nanoseconds.
   *
   * @param cpu never less than what was spent
   * @param stepsMax the most items, headers and slots that one call looked at
   * @param longest some
   */
  public record Times(Histogram cpu, Histogram wall, long stepsMax, List<LongCall> longest) {
    static Times of(Stopwatch watch) {
      return new Times(
          watch.cpu.copy(), watch.wall.copy(), watch.stepsMax(), watch.longest.all());
    }

    /** How many took more CPU time. */
    public long above(long ns) {
      return cpu.getTotalCount() - cpu.getCountBetweenValues(0, ns);
    }
  }

  /** One call that took long, and the items, headers and slots that it looked at. */
  public record LongCall(String call, long cpuNs, long wallNs, long steps) {}
}
