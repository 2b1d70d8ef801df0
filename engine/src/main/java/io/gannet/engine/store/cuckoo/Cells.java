package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.BUCKETS_PER_BLOCK;
import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;

import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.MissCause;

/**
 * The table's slots as places that are taken and given up, and the accounts of it. A slot that a
 * send reads from is given up in two steps: its item is dead at once, its place is free when the
 * pin has ended.
 */
final class Cells {
  final Table table;
  final Blocks blocks;
  final Pins pins;
  private final Ghosts ghosts;
  private final CuckooMetrics metrics;
  private final long buckets;
  private final long slots;
  private long taken;
  private long dead;
  private int soonestSec = Integer.MAX_VALUE;
  private CuckooFound found;

  Cells(
      Table table, Blocks blocks, CuckooLayout layout, Ghosts ghosts, CuckooMetrics metrics) {
    this.ghosts = ghosts;
    this.table = table;
    this.blocks = blocks;
    this.metrics = metrics;
    this.buckets = layout.buckets();
    this.slots = layout.slots();
    this.pins = new Pins(layout.slots());
    this.found = new CuckooFound(layout);
  }

  /** From now on what this walk has found is kept right, and no other's. */
  void follow(CuckooFound walk) {
    found.end();
    found = walk;
  }

  /** Slots with an item, or with one that is dead but pinned. */
  long taken() {
    return taken;
  }

  /** Slots with an item that is dead. */
  long dead() {
    return dead;
  }

  /** True if at least one slot in so many is free. */
  boolean hasFree(int oneIn) {
    return (slots - taken) * oneIn >= slots;
  }

  /** No living item has a deadline before this one. */
  int soonestSec() {
    return soonestSec;
  }

  /** Forgets the soonest deadline; whoever does so looks at all items then. */
  void forgetSoonest() {
    soonestSec = Integer.MAX_VALUE;
  }

  /** Takes a deadline into account. */
  void note(int deadlineSec) {
    if (deadlineSec != 0 && deadlineSec < soonestSec) {
      soonestSec = deadlineSec;
    }
  }

  /** Forgets every item; blocks are cleaned when they are written to, or by the sweep. */
  void flush() {
    blocks.flush();
    taken = 0;
    dead = 0;
    metrics.forgetItems();
    found.flushed();
  }

  /**
   * Cleans the block of a bucket that is about to be written to, if it was flushed.
   *
   * @return how many slots were looked at
   */
  int freshen(long bucket) {
    if (!blocks.isStale(bucket)) {
      return 0;
    }
    long from = bucket / BUCKETS_PER_BLOCK * BUCKETS_PER_BLOCK;
    long to = Math.min(from + BUCKETS_PER_BLOCK, buckets);
    boolean used = blocks.wasUsed(bucket);
    blocks.cleaned(bucket);
    found.staleBlocks -= found.has(Table.slot(from, 0)) ? 1 : 0;
    metrics.steps.add((to - from) * SLOTS_PER_BUCKET);
    for (long slot = Table.slot(from, 0); slot < Table.slot(to, 0); slot++) {
      if (used) {
        noteFlushed(slot);
      }
      if (table.header(slot) != Header.EMPTY && pins.isPinned(slot)) {
        table.header(slot, table.header(slot) | Header.DEAD);
        count(slot, 1, 1);
      } else {
        table.header(slot, Header.EMPTY);
      }
    }
    return BUCKETS_PER_BLOCK * SLOTS_PER_BUCKET;
  }

  private void noteFlushed(long slot) {
    long header = table.header(slot);
    if (header != Header.EMPTY && !Header.isDead(header)) {
      ghosts.noteGone(table.hash(slot), true, Header.deadlineSec(header));
    }
  }

  /**
   * A slot of this bucket that is free, or whose item has expired: it is cleared.
   *
   * @return it, or ABSENT
   */
  long claim(long bucket, int nowSec) {
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long slot = Table.slot(bucket, i);
      if (reclaim(slot, nowSec)) {
        return slot;
      }
    }
    return Table.ABSENT;
  }

  /** Clears a slot whose item is dead or has expired; true if it is free now. */
  boolean reclaim(long slot, int nowSec) {
    metrics.steps.increment();
    long header = table.header(slot);
    if (header == Header.EMPTY) {
      return true;
    }
    if (Header.isDead(header)) {
      return buryIfUnpinned(slot);
    }
    if (!Header.expired(header, nowSec)) {
      return false;
    }
    metrics.itemsExpired.increment();
    ghosts.note(table.hash(slot), MissCause.EXPIRED);
    return release(slot);
  }

  /** Forgets a living item; true if its slot is free now. */
  boolean release(long slot) {
    long header = table.header(slot);
    account(slot, header, -1);
    if (pins.isPinned(slot)) {
      table.header(slot, header | Header.DEAD);
      count(slot, 0, 1);
      return false;
    }
    table.header(slot, Header.EMPTY);
    count(slot, -1, 0);
    return true;
  }

  /** Puts an item from elsewhere in a free slot. */
  void fill(long slot, long from, long header) {
    assert table.header(slot) == Header.EMPTY;
    table.copy(from, slot, header);
    count(slot, 1, 0);
    account(slot, header, 1);
    note(Header.deadlineSec(header));
  }

  /** Moves a living item to a free slot. */
  void move(long from, long to) {
    long header = table.header(from);
    assert table.header(to) == Header.EMPTY && !Header.isDead(header);
    table.copy(from, to, header);
    table.header(from, Header.EMPTY);
    if (found.has(from) != found.has(to)) { // a walk would see it twice, or never
      int sign = found.has(to) ? 1 : -1;
      found.taken += sign;
      found.account(
          sign, Header.keyLength(header), Header.valueLength(header), table.metadataBytes(header));
    }
    // It may have moved past a sweep that had not seen it yet.
    note(Header.deadlineSec(header));
  }

  /** So many slots more are taken, and so many more items are dead. */
  private void count(long slot, int takenMore, int deadMore) {
    taken += takenMore;
    dead += deadMore;
    if (found.has(slot)) {
      found.taken += takenMore;
      found.dead += deadMore;
    }
  }

  private void account(long slot, long header, int sign) {
    int keyLength = Header.keyLength(header);
    int valueLength = Header.valueLength(header);
    int metadataLength = table.metadataBytes(header);
    metrics.account(sign, keyLength, valueLength, metadataLength);
    if (found.has(slot)) {
      found.account(sign, keyLength, valueLength, metadataLength);
    }
  }

  void pin(long slot) {
    pins.pin(slot);
    metrics.pinsOpen.set(pins.open());
  }

  /** Ends a pin, and gives a slot up whose item died meanwhile. */
  void unpin(long slot) {
    pins.unpin(slot);
    metrics.pinsOpen.set(pins.open());
    if (!blocks.isStale(Table.bucket(slot)) && Header.isDead(table.header(slot))) {
      buryIfUnpinned(slot);
    }
  }

  private boolean buryIfUnpinned(long slot) {
    if (pins.isPinned(slot)) {
      return false;
    }
    table.header(slot, Header.EMPTY);
    count(slot, -1, -1);
    return true;
  }
}
