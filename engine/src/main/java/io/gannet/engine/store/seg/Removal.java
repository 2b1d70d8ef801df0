package io.gannet.engine.store.seg;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.MissCause;

/** Takes items out of the index, and tells, counts and notes why they go. */
final class Removal {
  private final SegLayout layout;
  private final Heap heap;
  private final Index index;
  private final Eviction eviction;
  private final Evictions evictions;
  private final Ghosts ghosts;
  private final SegMetrics metrics;

  Removal(
      SegLayout layout,
      Heap heap,
      Index index,
      Eviction eviction,
      Evictions evictions,
      Ghosts ghosts,
      SegMetrics metrics) {
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.eviction = eviction;
    this.evictions = evictions;
    this.ghosts = ghosts;
    this.metrics = metrics;
  }

  /** Whether an item that has a slot and was asked for is no hit any more; then it is noted. */
  boolean noteIfGone(long item, long hash, int nowSec) {
    boolean gone = heap.isGone(item, nowSec);
    if (gone) {
      ghosts.noteGone(hash, heap.isFlushed(layout.segment(item)), heap.deadlineSec(item));
    }
    return gone;
  }

  /** Gives up an item whose slot another has taken; none is {@link Slot#EMPTY}. */
  void dropPushedOut(long slot, int nowSec) {
    if (slot == Slot.EMPTY) {
      return;
    }
    long item = index.item(slot);
    long hash = index.hash(item);
    int segment = layout.segment(item);
    if (!countGone(item, segment, hash, nowSec)) {
      evicted(item, segment, hash, false, metrics.indexEvictions, nowSec);
    }
    heap.release(item);
  }

  /** Takes the slot of an item that has expired or was flushed; false if it is alive. */
  boolean clearGone(long item, int segment, long position, long hash, int nowSec) {
    boolean gone = countGone(item, segment, hash, nowSec);
    if (gone) {
      index.clear(position);
    }
    return gone;
  }

  private boolean countGone(long item, int segment, long hash, int nowSec) {
    boolean flushed = heap.isFlushed(segment);
    if (!flushed && !heap.expired(item, nowSec)) {
      return false;
    }
    if (!flushed) {
      heap.ledger.countExpired(segment);
    }
    ghosts.noteGone(hash, flushed, heap.deadlineSec(item));
    return true;
  }

  /** Counts an item that goes, if that is because it has expired; a flush has counted its own. */
  void countIfExpired(long item, int nowSec) {
    int segment = layout.segment(item);
    if (heap.expired(item, nowSec) && !heap.isFlushed(segment)) {
      heap.ledger.countExpired(segment);
    }
  }

  /** Takes the slot of a live item to make room: it leaves a ghost there, if it is to be known. */
  void evict(long item, int segment, long position, long hash, int nowSec) {
    boolean found = Slot.heat(index.slot(position)) > 0;
    evicted(item, segment, hash, found, metrics.segmentEvictions, nowSec);
    if (eviction.remembers()) {
      index.bury(position, hash, heap.heatClock.time());
    } else {
      index.clear(position);
    }
  }

  /** A live item is about to be forgotten, for this cause: whoever wants to know is told. */
  private void evicted(
      long item, int segment, long hash, boolean found, Counter cause, int nowSec) {
    if (evictions.areTold()) {
      evictions.tell(item, heap.table.createdAtSec(segment), found);
    }
    ghosts.note(hash, MissCause.EVICTED);
    heap.ledger.countEvicted(segment, heap.deadlineSec(item) != 0, nowSec);
    cause.increment();
  }

  /** There was no place for a key's next item, and what it had, if anything, goes as well. */
  void lose(long position, long hash) {
    ghosts.note(hash, MissCause.EVICTED);
    if (position != Index.ABSENT) {
      remove(position);
    }
  }

  /** Takes the item of a slot, and the slot; what it was is noted by who knows. */
  void remove(long position) {
    long item = index.item(index.slot(position));
    index.clear(position);
    heap.release(item);
  }
}
