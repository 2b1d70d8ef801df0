package io.gannet.bench.density;

import io.gannet.bench.compare.Terms;
import io.gannet.bench.workload.Keys;
import java.time.Duration;
import java.util.List;

/**
 * How density is measured.
 *
 * @param littleMib the memory of the one weighing
 * @param muchMib of the other
 * @param keyBytes of each key
 * @param valueBytes of each value
 * @param rounds weighings with each of the two
 * @param rest how long a server is left alone before it is weighed; the least of that time counts
 * @param serverCpus where servers run
 */
public record DensityPlan(
    int littleMib, int muchMib, int keyBytes, int valueBytes, int rounds, Duration rest,
    List<Integer> serverCpus) {
  private static final int CONNECTIONS_MAX = 64;
  private static final long MIB = 1 << 20;
  private static final double OVERFILL = 1.5;

  /** Checks what must be so for a slope. */
  public DensityPlan {
    if (littleMib < 1 || muchMib <= littleMib || rounds < 1) {
      throw new IllegalArgumentException(
          "memory from " + littleMib + " to " + muchMib + " MiB in " + rounds
              + " rounds makes no slope: give less, then more, and a round at least");
    }
    if (keyBytes < Keys.BYTES_MIN || keyBytes > Keys.BYTES_MAX || valueBytes < 1) {
      throw new IllegalArgumentException(
          "keys of " + keyBytes + " bytes and values of " + valueBytes + ": give " + Keys.BYTES_MIN
              + " to " + Keys.BYTES_MAX + ", and 1 or more");
    }
  }

  /** What a server is given. */
  static Terms terms(int memoryMib) {
    return new Terms(memoryMib, CONNECTIONS_MAX);
  }

  /** Key and value. */
  public int itemBytes() {
    return keyBytes + valueBytes;
  }

  /**
   * How many keys are stored, and asked for. With either memory the same, and half as many again as
   * the larger could hold without any overhead: both are overfilled, and a server's code and
   * buffers have seen as much with little memory as with much.
   */
  public long keys() {
    return (long) (muchMib * MIB * OVERFILL / itemBytes());
  }
}
