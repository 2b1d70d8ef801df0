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
    index.clear(position(item, hash));
    drop(item, cause, nowSec);
  }

  /** The same of one that no slot names any more. */
  void drop(long item, Counter cause, int nowSec) {
    if (heap.isGone(item, nowSec)) {
      countGone(item);
    } else {
      tell(item);
      heap.countEvicted(item, nowSec);
      cause.increment();
    }
    heap.release(item);
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
    index.clear(position(item, index.hash(item)));
    countGone(item);
    heap.release(item);
  }

  private void countGone(long item) {
    if (!heap.isFlushed(item)) {
      heap.countExpired(item);
    }
  }

  /** Where the slot of a live item is. */
  long position(long item, long hash) {
    long position = index.findItem(hash, item);
    assert position != Index.ABSENT : "a live item has a slot";
    return position;
  }
}
