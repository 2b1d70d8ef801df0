package io.gannet.engine.store.seg;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;

/**
 * Gives live items other deadlines: where they lie, or as a copy in a segment of their new TTL
 * bucket. What was asked to live longer is not forgotten to make room for that copy, and if there
 * is no room it stays where it is, if the deadline has a place there.
 */
final class Deadlines {
  private final SegLayout layout;
  private final Heap heap;
  private final Index index;
  private final InPlace inPlace;
  private final Placement placement;
  private final Sequences sequences;

  Deadlines(
      SegLayout layout,
      Heap heap,
      Index index,
      InPlace inPlace,
      Placement placement,
      Sequences sequences) {
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.inPlace = inPlace;
    this.placement = placement;
    this.sequences = sequences;
  }

  /** The key's live item with another deadline, or NO_MEMORY: then nothing has changed. */
  long change(Key key, long item, int expiresAtSec) {
    if (inPlace.takesDeadline(item, expiresAtSec) || heap.isRun(layout.segment(item))) {
      return write(key, item, expiresAtSec);
    }
    long copy = placement.copy(item, expiresAtSec, key.hash);
    if (copy >= 0) {
      replace(key, item, copy);
      return copy;
    }
    if (!inPlace.hasRoomFor(expiresAtSec, item)) {
      return Store.NO_MEMORY;
    }
    // It keeps its segment for longer than that would be kept: better than to wait.
    placement.waitsNoMore(key.hash);
    return write(key, item, expiresAtSec);
  }

  private long write(Key key, long item, int expiresAtSec) {
    sequences.changing(key.hash);
    heap.writeDeadlineSec(item, expiresAtSec);
    sequences.changed(key.hash);
    return item;
  }

  /** The copy is paid for last: what making room does is nothing to it while it is pinned. */
  private void replace(Key key, long item, long copy) {
    long position = index.find(key.memory, key.offset, key.length, key.hash);
    assert position != Index.ABSENT && index.item(index.slot(position)) == item : "it was lost";
    heap.enliven(copy);
    index.move(position, layout.segment(copy), layout.offset(copy));
    heap.release(item);
    placement.payFor(copy);
    heap.unpin(layout.segment(copy));
  }
}
