package io.gannet.engine.store.slab;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.MissCause;
import java.lang.foreign.MemorySegment;

/** Takes items out of the index and the heap, and counts and notes what they were. */
final class Removal {
  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final Index index;
  private final Evictions evictions;
  private final Ghosts ghosts;

  Removal(
      MemorySegment region,
      SlabLayout layout,
      Heap heap,
      Index index,
      Evictions evictions,
      Ghosts ghosts) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.evictions = evictions;
    this.ghosts = ghosts;
  }

  /** Forgets a live item; if it was alive, that is an eviction with this cause. */
  void forget(long item, Counter cause, int nowSec) {
    forget(item, index.hash(item), cause, nowSec);
  }

  /** The same where the hash of its key is known. */
  void forget(long item, long hash, Counter cause, int nowSec) {
    index.clear(position(item, hash));
    drop(item, hash, cause, nowSec);
  }

  /** The same of one that no slot names any more. */
  void drop(long item, Counter cause, int nowSec) {
    drop(item, index.hash(item), cause, nowSec);
  }

  private void drop(long item, long hash, Counter cause, int nowSec) {
    if (heap.isGone(item, nowSec)) {
      countGone(item, hash);
    } else {
      tell(item);
      ghosts.note(hash, MissCause.EVICTED);
      heap.ledger.countEvicted(item, nowSec);
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
    long hash = index.hash(item);
    index.clear(position(item, hash));
    countGone(item, hash);
    heap.release(item);
  }

  /** Whether an item that has a slot and was asked for is no hit any more; then it is noted. */
  boolean noteIfGone(long item, long hash, int nowSec) {
    boolean gone = heap.isGone(item, nowSec);
    if (gone) {
      noteGone(item, hash);
    }
    return gone;
  }

  private void noteGone(long item, long hash) {
    ghosts.noteGone(hash, heap.isFlushed(item), Item.deadlineSec(region, item));
  }

  private void countGone(long item, long hash) {
    noteGone(item, hash);
    if (!heap.isFlushed(item)) {
      heap.ledger.countExpired(item);
    }
  }

  /** Counts an item that goes, if that is because it has expired; a flush has counted its own. */
  void countIfExpired(long item, int nowSec) {
    if (heap.isGone(item, nowSec) && !heap.isFlushed(item)) {
      heap.ledger.countExpired(item);
    }
  }

  /** Where the slot of a live item is. */
  long position(long item, long hash) {
    long position = index.findItem(hash, item);
    assert position != Index.ABSENT : "a live item has a slot";
    return position;
  }
}
