package io.gannet.engine.store.seg;

import io.gannet.engine.block.Clearing;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Waiting;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * Finds places for items, in segments that are pinned for them: the caller's to unpin. Makes room
 * with bounded work; who finds none waits, and the segment that is free next is kept for it.
 */
final class Placement {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final Index index;
  private final boolean refuses;
  private final Copies copies;
  private final Reclaimer reclaimer;
  private final Clearing clearing;
  private final CoarseClock clock;
  private final SegMetrics metrics;
  private final Waiting waiting = new Waiting();
  /** Whether the last copy had to make room first. */
  private boolean paid;

  Placement(
      MemorySegment region,
      SegLayout layout,
      SegOptions options,
      Heap heap,
      Index index,
      Reclaimer reclaimer,
      Clearing clearing,
      CoarseClock clock,
      SegMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.refuses = !options.evicts();
    this.copies = new Copies(region, heap);
    this.reclaimer = reclaimer;
    this.clearing = clearing;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Lays an item out but for its value.
   *
   * @param bucket that takes it
   * @param state marks that it has beside those that follow from the rest
   * @return the item, or NO_MEMORY
   */
  long lay(
      Key key, int valueLength, int clientFlags, int expiresAtSec, int bucket, int state) {
    assert key.length >= 1 && key.length <= Store.KEY_LENGTH_MAX && valueLength >= 0;
    if (refuses && !isIndexed(key)) {
      metrics.noMemory.increment();
      return Store.NO_MEMORY;
    }
    int nowSec = clock.nowSec();
    int marks =
        state
            | (clientFlags != 0 ? Item.CLIENT_FLAGS : 0)
            | heap.deadlineMark(bucket, expiresAtSec, nowSec);
    int bytes = Item.bytes(marks, key.length, valueLength);
    long item = allocate(key.hash, bucket, bytes, nowSec);
    if (item < 0) {
      return Store.NO_MEMORY;
    }
    Item.write(region, item, marks, key.length, valueLength);
    if (clientFlags != 0) {
      Item.clientFlags(region, item, clientFlags);
    }
    heap.writeDeadlineSec(item, expiresAtSec);
    MemorySegment.copy(key.memory, key.offset, region, Item.keyOffset(region, item), key.length);
    return item;
  }

  /**
   * Lays an item out that is larger than a segment, as {@link #lay}, in a run that is pinned for
   * it.
   */
  long layLarge(Key key, int valueLength, int clientFlags, int expiresAtSec, int state) {
    if (refuses && !isIndexed(key)) {
      metrics.noMemory.increment();
      return Store.NO_MEMORY;
    }
    int marks = state | Item.LARGE | (clientFlags != 0 ? Item.CLIENT_FLAGS : 0);
    int bytes = Item.bytes(marks, key.length, valueLength);
    int segment = openRun(key.hash, bytes, clock.nowSec());
    if (segment == SegmentTable.NONE) {
      metrics.noMemory.increment();
      return Store.NO_MEMORY;
    }
    long item = heap.runs.item(segment);
    Item.writeLarge(region, item, marks, key.length, valueLength);
    if (clientFlags != 0) {
      Item.clientFlags(region, item, clientFlags);
    }
    Item.cas(region, item, heap.placeToken(item));
    heap.writeDeadlineSec(item, expiresAtSec);
    MemorySegment.copy(key.memory, key.offset, region, Item.keyOffset(region, item), key.length);
    return item;
  }

  private int openRun(long hash, int bytes, int nowSec) {
    long before = metrics.steps.get();
    boolean isNext = clearing.ask(hash, heap.runs.spanOf(bytes));
    heap.free.keep(waiting.any());
    boolean ready = isNext && reclaimer.clear(reclaimer.pay(bytes, nowSec), nowSec);
    assert metrics.steps.get() - before <= Reclaimer.stepsMax(bytes) : "too long a call";
    if (!ready) {
      return SegmentTable.NONE;
    }
    int segment = heap.runs.open(bytes, nowSec);
    clearing.end();
    heap.pin(segment);
    return segment;
  }

  /** Where nothing is forgotten a new key that the index has no room for is refused. */
  private boolean isIndexed(Key key) {
    return index.find(key.memory, key.offset, key.length, key.hash) != Index.ABSENT
        || index.hasRoom(key.hash);
  }

  /**
   * A place, or NO_MEMORY if none is to be had with bounded work: then it waits, and the work goes
   * on when it asks again and in the background.
   */
  private long allocate(long hash, int bucket, int bytes, int nowSec) {
    long before = metrics.steps.get();
    boolean behind = waiting.isOther(hash);
    int kept = behind ? 1 : 0;
    heap.free.keep(waiting.any());
    int steps = reclaimer.pay(bytes, nowSec);
    long item = heap.allocate(bucket, bytes, !behind, nowSec);
    if (item < 0 && heap.free.forNew() >= kept && reclaimer.free(kept, steps, nowSec)) {
      item = heap.allocate(bucket, bytes, !behind, nowSec);
    }
    assert metrics.steps.get() - before <= Reclaimer.stepsMax(bytes) : "too long a call";
    if (item < 0) {
      metrics.noMemory.increment();
      waiting.refused(hash);
      return Store.NO_MEMORY;
    }
    waiting.served(hash);
    return item;
  }

  /**
   * Copies an item to a segment that takes new ones; it is not forgotten for that. Only where there
   * is no place work is done before the copy: {@link #payFor} is for who has entered it.
   *
   * @return the copy, its segment pinned, or NO_MEMORY
   */
  long copy(long item, int expiresAtSec, long hash) {
    int nowSec = clock.nowSec();
    int bucket = heap.buckets.taking(expiresAtSec, nowSec);
    int marks = copies.marks(item) | heap.deadlineMark(bucket, expiresAtSec, nowSec);
    int keyLength = Item.keyLength(region, item);
    int valueLength = Item.valueLength(region, item);
    int bytes = Item.bytes(marks, keyLength, valueLength);
    heap.free.keep(waiting.any());
    long copy = heap.allocate(bucket, bytes, !waiting.isOther(hash), nowSec);
    paid = copy < 0;
    if (paid) {
      copy = allocateSparing(item, hash, bucket, bytes, nowSec);
    }
    if (copy < 0) {
      return Store.NO_MEMORY;
    }
    waiting.served(hash);
    copies.fill(item, copy, marks, expiresAtSec);
    return copy;
  }

  private long allocateSparing(long item, long hash, int bucket, int bytes, int nowSec) {
    reclaimer.spare(item);
    long copy = allocate(hash, bucket, bytes, nowSec);
    reclaimer.spare(SegmentTable.NONE);
    return copy;
  }

  /** This one needs no place any more. */
  void waitsNoMore(long hash) {
    waiting.served(hash);
  }

  /** The share of the work that a copy owes, unless it has done that already. */
  void payFor(long copy) {
    if (copy >= 0 && !paid) {
      reclaimer.pay(Item.bytes(region, copy), clock.nowSec());
    }
  }

  /** The background has its turn; what is kept for somebody is not for what it moves. */
  void turn() {
    waiting.turn();
    clearing.turn();
    heap.free.keep(waiting.any());
  }
}
