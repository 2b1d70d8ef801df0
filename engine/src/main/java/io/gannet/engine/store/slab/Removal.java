package io.gannet.engine.store.slab;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.Evictions;

/** Takes items out of the index and the heap, and counts what they were. */
final class Removal {
  private final SlabLayout layout;
  private final Heap heap;
  private final Index index;
  private final Evictions evictions;

  Removal(SlabLayout layout, Heap heap, Index index, Evictions evictions) {
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.evictions = evictions;
  }

  /** Forgets a live item; if it was alive, that is an eviction with this cause. */
  void forget(long item, Counter cause, int nowSec) {
    forget(item, index.hash(item), cause, nowSec);
  }

  /** The same where the hash of its key is known. */
  void forget(long item, long hash, Counter cause, int nowSec) {
    if (heap.isGone(item, nowSec)) {
      removeGone(item, hash);
    } else {
      tell(item);
      heap.countEvicted(item, nowSec);
      cause.increment();
      remove(item, hash);
    }
  }

  /** A live item is about to be forgotten: whoever wants to know is told. */
  private void tell(long item) {
    if (evictions.areTold()) {
      int sinceSec = heap.table.get(layout.slab(item), SlabTable.ACCESSED_AT);
      evictions.tell(item, sinceSec, false);
    }
  }

  /** Takes an item back that has expired or was flushed. */
  void removeGone(long item) {
    removeGone(item, index.hash(item));
  }

  private void removeGone(long item, long hash) {
    if (!heap.isFlushed(item)) {
      heap.countExpired(item);
    }
    remove(item, hash);
  }

  private void remove(long item, long hash) {
    index.clear(position(item, hash));
    heap.release(item);
  }

  /** Where the slot of a live item is. */
  long position(long item, long hash) {
    long position = index.findItem(hash, item);
    assert position != Index.ABSENT : "a live item has a slot";
    return position;
  }
}
