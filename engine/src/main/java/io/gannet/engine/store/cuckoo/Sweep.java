package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;

/**
 * Passes through the table in small steps that clean what was flushed and give up what has expired.
 * Nobody waits for it, for what is dead is not found and its place is taken by who needs it; it
 * keeps the counts of items near the truth and the table light.
 *
 * <p>A pass begins when an item may have expired, once a second at most, and for tables above a
 * million slots so much more seldom that a second sees about a million slots swept.
 */
final class Sweep {
  private static final int SLOTS_PER_SEC_SHIFT = 20;
  private static final int SEC_PER_PASS_MAX = 1 << 24;

  private final Cells cells;
  private final long buckets;
  private final int secPerPass;
  private long cursor;
  private boolean running;
  private int nextPassSec;

  Sweep(Cells cells, CuckooLayout layout) {
    this.cells = cells;
    this.buckets = layout.buckets();
    this.secPerPass = 1 + (int) Math.min(layout.slots() >>> SLOTS_PER_SEC_SHIFT, SEC_PER_PASS_MAX);
  }

  /** Looks at about so many slots (a block, after a flush); true if there is more to do now. */
  boolean work(int items, int nowSec) {
    if (!running && !begin(nowSec)) {
      return false;
    }
    for (int left = items; left > 0 && running; ) {
      left -= sweep(cursor++, nowSec);
      running = cursor < buckets;
    }
    return running;
  }

  /** True in the middle of a pass, when the soonest deadline is not known. */
  boolean isRunning() {
    return running;
  }

  private boolean begin(int nowSec) {
    boolean flushed = cells.blocks.stale() > 0;
    boolean due = cells.soonestSec() <= nowSec || cells.dead() > 0 && cells.pins.open() == 0;
    if (!flushed && !(due && nowSec >= nextPassSec)) {
      return false;
    }
    cells.forgetSoonest();
    nextPassSec = nowSec + secPerPass;
    cursor = 0;
    running = true;
    return true;
  }

  private int sweep(long bucket, int nowSec) {
    int cleaned = cells.freshen(bucket);
    if (cleaned > 0) {
      return cleaned;
    }
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long slot = Table.slot(bucket, i);
      if (!cells.reclaim(slot, nowSec)) {
        cells.note(Header.deadlineSec(cells.table.header(slot)));
      }
    }
    return SLOTS_PER_BUCKET;
  }
}
