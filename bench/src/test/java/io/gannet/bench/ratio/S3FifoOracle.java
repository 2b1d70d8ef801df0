package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** S3-FIFO with maps that keep the order of insertion, slow and plain. */
final class S3FifoOracle implements Cache {
  private static final class Item {
    final long bytes;
    final long expiresAtSec;
    int gets;

    Item(long bytes, long expiresAtSec, int gets) {
      this.bytes = bytes;
      this.expiresAtSec = expiresAtSec;
      this.gets = gets;
    }
  }

  private final Trace trace;
  private final long memoryBytes;
  private final Map<Integer, Item> small = new LinkedHashMap<>();
  private final Map<Integer, Item> main = new LinkedHashMap<>();
  private final Map<Integer, Item> ghosts = new LinkedHashMap<>();
  private long nowSec;

  S3FifoOracle(Trace trace, long memoryBytes) {
    this.trace = trace;
    this.memoryBytes = memoryBytes;
  }

  @Override
  public void turn(long nowNs) {
    nowSec = nowNs / 1_000_000_000;
    small.values().removeIf(this::isExpired);
    main.values().removeIf(this::isExpired);
  }

  private boolean isExpired(Item item) {
    return item.expiresAtSec != 0 && item.expiresAtSec <= nowSec;
  }

  @Override
  public boolean get(int request) {
    int key = trace.key(request);
    Item item = small.containsKey(key) ? small.get(key) : main.get(key);
    if (item == null) {
      return false;
    }
    item.gets = Math.min(3, item.gets + 1);
    return true;
  }

  @Override
  public boolean set(int request) {
    int key = trace.key(request);
    Item before = small.containsKey(key) ? small.get(key) : main.get(key);
    boolean toMain = main.containsKey(key) || ghosts.containsKey(key);
    delete(request);
    long bytes = trace.keyBytes(key) + trace.valueBytes(request);
    if (bytes > memoryBytes) {
      return false;
    }
    while (bytes(small) + bytes(main) + bytes > memoryBytes) {
      evict();
    }
    int ttlSec = trace.ttlSec(request);
    Item item =
        new Item(bytes, ttlSec == 0 ? 0 : nowSec + ttlSec, before == null ? 0 : before.gets);
    (toMain ? main : small).put(key, item);
    return true;
  }

  private void evict() {
    boolean fromSmall = bytes(small) >= memoryBytes / 10 && !small.isEmpty() || main.isEmpty();
    Iterator<Map.Entry<Integer, Item>> oldest =
        (fromSmall ? small : main).entrySet().iterator();
    Map.Entry<Integer, Item> entry = oldest.next();
    Item item = entry.getValue();
    int key = entry.getKey();
    oldest.remove();
    if (fromSmall && item.gets < 2) {
      ghosts.put(key, item);
      Iterator<Item> oldGhosts = ghosts.values().iterator();
      for (long held = bytes(ghosts); held > memoryBytes - memoryBytes / 10; oldGhosts.remove()) {
        held -= oldGhosts.next().bytes;
      }
    } else if (fromSmall) {
      item.gets = 0;
      main.put(key, item);
    } else if (item.gets > 0) {
      item.gets--;
      main.put(key, item);
    }
  }

  private static long bytes(Map<Integer, Item> items) {
    return items.values().stream().mapToLong(item -> item.bytes).sum();
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    small.remove(key);
    main.remove(key);
    ghosts.remove(key);
  }
}
