package io.gannet.bench.ratio;

import io.gannet.bench.ratio.Engine.ItemSizes;
import io.gannet.bench.ratio.Engine.Laid;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.workload.Keys;
import io.gannet.engine.metrics.Ratio;
import io.gannet.engine.store.ItemMetrics;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * A storage engine of ours, asked as a processor asks it, with the trace's time for a clock.
 *
 * <p>Values are reserved and published, but never written: only their length matters to an engine.
 * So of a heap of large values, in ordinary pages that were not faulted in, only those become
 * resident that hold heads and keys, and a heap may be larger than the host.
 */
final class StoreCache implements Cache {
  /** As a server's worker asks for in a turn. */
  private static final int MAINTAIN_ITEMS = 256;

  /** A worker takes its turns while a large value arrives: one for each so many bytes, at least. */
  private static final int BYTES_PER_TURN = 64 << 10;

  /** Who asks for memory that is not there waits for so many turns, as a worker lets him. */
  private static final int TURNS_WAITED_MAX = 1 << 10;

  private static final String OVERHEAD = "overhead_bytes_per_item";

  private final Trace trace;
  private final Region region;
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final Store store;
  private final ItemMetrics metrics;
  private final MemorySegment keyMemory = MemorySegment.ofArray(new long[Keys.BYTES_MAX / 8 + 1]);
  private final Key key = new Key();
  private int rendered = -1;

  private StoreCache(Trace trace, Region region, Engine engine) {
    this.trace = trace;
    this.region = region;
    Laid laid = engine.layout().lay(region.memory(), clock, sizes(trace));
    this.store = laid.store();
    this.metrics = laid.metrics();
  }

  /**
   * A new one, told how large the trace's items are.
   *
   * @throws SubjectException if it cannot be made of so little memory, or there is not so much
   */
  static StoreCache of(Trace trace, long memoryBytes, Engine engine) {
    Region region = map(memoryBytes);
    try {
      return new StoreCache(trace, region, engine);
    } catch (IllegalArgumentException | SubjectException e) {
      region.close();
      throw new SubjectException(e.getMessage(), e);
    }
  }

  private static Region map(long memoryBytes) {
    try {
      return Region.map(memoryBytes, Policy.OFF);
    } catch (LinuxException e) {
      throw new SubjectException(e.getMessage(), e);
    }
  }

  private static ItemSizes sizes(Trace trace) {
    int largest = 1;
    for (int request = 0; request < trace.requests(); request++) {
      largest =
          Math.max(largest, trace.keyBytes(trace.key(request)) + trace.valueBytes(request));
    }
    long mean = trace.footprintBytes() / Math.max(trace.keys(), 1);
    return new ItemSizes(Math.clamp(mean, 1, 1 << 20), largest);
  }

  @Override
  public void turn(long nowNs) {
    clock.advance(nowNs);
    store.maintain(MAINTAIN_ITEMS);
  }

  @Override
  public boolean get(int request) {
    return store.find(keyOf(request)) != Store.ABSENT;
  }

  @Override
  public boolean set(int request) {
    keyOf(request);
    int ttlSec = trace.ttlSec(request);
    int expiresAtSec = ttlSec == 0 ? Store.NEVER : clock.nowSec() + ttlSec;
    return store(trace.valueBytes(request), expiresAtSec);
  }

  @Override
  public boolean change(int request) {
    long item = store.find(keyOf(request));
    return store(store.valueLength(item), store.expiresAtSec(item));
  }

  private boolean store(int valueBytes, int expiresAtSec) {
    long item = store.reserve(key, valueBytes, 0, expiresAtSec);
    for (int turn = 0; item == Store.NO_MEMORY && turn < TURNS_WAITED_MAX; turn++) {
      boolean mayComeYet = store.maintain(MAINTAIN_ITEMS);
      item = store.reserve(key, valueBytes, 0, expiresAtSec);
      turn = mayComeYet ? turn : TURNS_WAITED_MAX;
    }
    if (item < 0) {
      store.delete(key);
      return false;
    }
    for (int left = valueBytes; left >= BYTES_PER_TURN; left -= BYTES_PER_TURN) {
      store.maintain(MAINTAIN_ITEMS);
    }
    store.publish(item, key.hash);
    return true;
  }

  @Override
  public void delete(int request) {
    store.delete(keyOf(request));
  }

  /** The request's key, rendered and hashed: once for a get and the set that follows it. */
  private Key keyOf(int request) {
    if (rendered != request) {
      int number = trace.key(request);
      int keyBytes = trace.keyBytes(number);
      Keys.put(keyMemory, 0, number, keyBytes);
      store.hash(key.set(keyMemory, 0, keyBytes));
      rendered = request;
    }
    return key;
  }

  @Override
  public double bytesPerItem() {
    long items = metrics.items.get();
    Ratio overhead = metrics.ratios().stream()
        .filter(ratio -> ratio.name().equals(OVERHEAD))
        .findFirst()
        .orElseThrow();
    long bytes = metrics.keyBytes.get() + metrics.valueBytes.get()
        + overhead.value().getAsLong();
    return items == 0 ? Double.NaN : (double) bytes / items;
  }

  @Override
  public void close() {
    region.close();
  }
}
