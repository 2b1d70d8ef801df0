package io.gannet.bench.pause;

import io.gannet.bench.ratio.Engine;
import io.gannet.bench.ratio.Engine.ItemSizes;
import io.gannet.bench.ratio.Engine.Laid;
import io.gannet.bench.workload.Keys;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.store.ItemMetrics;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** An engine in memory of its own, on the pages that a server would have, and its clock. */
final class Shard implements AutoCloseable {
  /** As a worker asks for in a turn. */
  private static final int MAINTAIN_ITEMS = 256;

  private final Region region;
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final Store store;
  private final Counter steps;
  private final LongSupplier foreground;
  private final MemorySegment keyMemory = MemorySegment.ofArray(new long[2]);
  private final Key key = new Key();
  private long refused;

  Shard(Engine engine, long memoryBytes, int meanItemBytes) {
    this.region = Region.map(memoryBytes, Policy.AUTO);
    region.populate();
    Laid laid = engine.layout().lay(region.memory(), clock, new ItemSizes(meanItemBytes, 0));
    this.store = laid.store();
    this.steps = laid.metrics().steps;
    this.foreground = foreground(laid.metrics());
  }

  /** What a segment or a slab store has of that name; a cuckoo store never waits. */
  private static LongSupplier foreground(ItemMetrics metrics) {
    return metrics.metrics().stream()
        .filter(metric -> String.valueOf(metric.name()).endsWith("_in_foreground_total"))
        .map(Metric::value)
        .findFirst()
        .orElse(() -> 0);
  }

  /** Those sizes that the engine can hold. */
  int[] fitting(List<Integer> valueBytesOf) {
    aim(0);
    return valueBytesOf.stream()
        .mapToInt(Integer::intValue)
        .flatMap(bytes -> fits(bytes) ? IntStream.of(bytes) : IntStream.empty())
        .toArray();
  }

  private boolean fits(int valueBytes) {
    long item = store.reserve(key, valueBytes, 0, Store.NEVER);
    if (item >= 0) {
      store.abandon(item);
    }
    return item >= 0;
  }

  /** The time since the start. */
  void tell(long nowNs) {
    clock.advance(nowNs);
  }

  /** Items, headers and slots looked at so far. */
  long steps() {
    return steps.get();
  }

  /** Times so far that an operation had to finish what background work had begun. */
  long foreground() {
    return foreground.getAsLong();
  }

  /** Sets so far for which there was no memory. */
  long refused() {
    return refused;
  }

  /** The key of what comes next. */
  void aim(long number) {
    Keys.put(keyMemory, 0, number, Mix.KEY_BYTES);
    store.hash(key.set(keyMemory, 0, Mix.KEY_BYTES));
  }

  /** Does what the mix says, with the key aimed at. */
  long perform(Mix mix) {
    return switch (mix.call) {
      case GET -> store.find(key);
      case SET -> set(mix.valueBytes, deadlineSec(mix.ttlSec));
      case DELETE -> store.delete(key) ? 1 : 0;
      case TOUCH -> store.touch(key, deadlineSec(mix.ttlSec));
      case MAINTAIN, NOTHING -> 0;
    };
  }

  private int deadlineSec(int ttlSec) {
    return ttlSec == Store.NEVER ? Store.NEVER : clock.nowSec() + ttlSec;
  }

  /** The value is not written: that is the client's work, and the kernel's. */
  private long set(int valueBytes, int expiresAtSec) {
    long item = store.reserve(key, valueBytes, 0, expiresAtSec);
    if (item >= 0) {
      store.publish(item, key.hash);
    } else {
      store.delete(key);
      refused++;
    }
    return item;
  }

  /** Background work; true if there is more. */
  boolean maintain() {
    return store.maintain(MAINTAIN_ITEMS);
  }

  @Override
  public void close() {
    region.close();
  }
}
