package io.gannet.engine.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** An exact LRU over so many bytes of items, without any overhead: what a store is held against. */
final class Lru {
  private record Held(int bytes, int expiresAtSec) {}

  private final Map<Integer, Held> items = new LinkedHashMap<>(16, 0.75f, true);
  private final long bytesMax;
  private long bytes;

  Lru(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  boolean find(int key, int nowSec) {
    Held held = items.get(key);
    if (held != null && held.expiresAtSec <= nowSec) {
      bytes -= items.remove(key).bytes;
      return false;
    }
    return held != null;
  }

  void set(int key, int itemBytes, int expiresAtSec) {
    Held older = items.put(key, new Held(itemBytes, expiresAtSec));
    bytes += itemBytes - (older == null ? 0 : older.bytes);
    for (Iterator<Held> oldest = items.values().iterator(); bytes > bytesMax; ) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }
}
