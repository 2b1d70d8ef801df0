package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.Boundary;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** A boundary alone: nobody reclaims, so that its steps come as the test has them. */
class BoundaryTest {
  private static final long REGION_BYTES = 4L << 20;
  private static final int SEGMENT_BYTES = 4_096;
  private static final int MEAN_ITEM_BYTES = 64;
  private static final int KEY_BYTES = 8;
  private static final int TOO_FEW_TO_SPLIT = TwoChoices.SLOTS_PER_BUCKET;
  private static final int PLENTY = 100;
  private static final int KEYS_MAX = 100_000;
  private static final int STEPS_MAX = 10_000;

  private final MemorySegment region = Arena.ofAuto().allocate(REGION_BYTES, 64);
  private final SegLayout layout =
      SegLayout.of(
          region.address(), REGION_BYTES, new SegOptions(SEGMENT_BYTES, MEAN_ITEM_BYTES, 1 << 20));
  private final SegMetrics metrics = new SegMetrics(layout);
  private final Sequences sequences = new Sequences(true);
  private final Heap heap = new Heap(region, layout, metrics, sequences);
  private final Index index = new Index(region, layout, heap.table, sequences, 7);
  private final Boundary boundary =
      new Boundary(layout.blocks(), new LastSegment(heap, metrics), index, 0.7);

  private void put(long key) {
    long item =
        heap.allocate(TtlBuckets.NEVER_BUCKET, Item.bytes(0, KEY_BYTES, 0), true, 1);
    assertTrue(item >= 0, "full at " + key);
    Item.write(region, item, 0, KEY_BYTES, 0);
    Bits.putLong(region, Item.keyOffset(region, item), key);
    long evicted =
        index.insert(index.hash(item), layout.segment(item), layout.offset(item), 0);
    heap.enliven(item);
    if (evicted != Slot.EMPTY) {
      heap.release(index.item(evicted));
    }
    heap.unpin(layout.segment(item));
  }

  private void forgetAll() {
    for (long bucket = 0; bucket < index.buckets(); bucket++) {
      for (int i = 0; i < TwoChoices.SLOTS_PER_BUCKET; i++) {
        long position = index.bucket(bucket) + (long) Long.BYTES * i;
        long slot = index.slot(position);
        if (index.isTaken(slot)) {
          index.clear(position);
          heap.release(index.item(slot));
        }
      }
    }
  }

  /** Steps of which each is too short for a look at a bucket's slots give the index memory only. */
  @Test
  void memoryThatTheIndexHasNotGrownIntoGoesBackToSegments() {
    final int before = heap.table.segments();
    final long bucketsBefore = index.buckets();
    for (int key = 0; heap.table.segments() > before - 2; key++) {
      assertTrue(key < KEYS_MAX, "the index takes nothing");
      put(key);
      boundary.step(false, TOO_FEW_TO_SPLIT);
    }
    assertEquals(bucketsBefore, index.buckets(), "it has grown");
    forgetAll();
    int steps = 0;
    while (boundary.step(true, PLENTY) > 0) {
      assertTrue(steps++ < STEPS_MAX, "it goes on for ever, and nothing else is looked for");
    }
    assertTrue(heap.table.segments() >= before, "segments: " + heap.table.segments());
  }
}
