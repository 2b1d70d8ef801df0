package io.gannet.server.worker.option;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * What one worker serves: a part of the keys, in memory of its own.
 *
 * @param processor turns requests into replies
 * @param metrics what its rooms count
 * @param fits which items its storage can hold, for the banner; "" if there is none
 */
public record Shard(Processor processor, List<MetricGroup> metrics, String fits) {
  /** Makes a shard, on the worker's thread, which alone uses it from then on. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Lays a shard out.
     *
     * @param memory all that the shard may use; empty if it was asked for none
     * @param clock told by the worker once a turn
     * @param ownership which keys are its own
     */
    Shard open(MemorySegment memory, CoarseClock clock, Ownership ownership);

    /** Reads again what may change while it serves, if anything; says what came of it. */
    default Optional<String> readAgain() {
      return Optional.empty();
    }
  }
}
