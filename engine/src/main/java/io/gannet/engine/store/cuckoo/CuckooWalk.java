package io.gannet.engine.store.cuckoo;

import io.gannet.engine.store.Walk;

/**
 * A full walk over a store: every slot and every staging place, compared with what the store
 * believes.
 */
public final class CuckooWalk extends Walk {
  private final CuckooLayout layout;
  private final Cells cells;
  private final Table table;
  private final boolean sweeping;

  private long dead;
  private long staleBuckets;

  CuckooWalk(CuckooLayout layout, Cells cells, boolean sweeping, CuckooMetrics metrics) {
    this.sweeping = sweeping;
    this.layout = layout;
    this.cells = cells;
    this.table = cells.table;
    for (long bucket = 0; bucket < layout.buckets(); bucket++) {
      if (cells.blocks.isStale(bucket)) {
        staleBuckets++;
      } else {
        walkBucket(bucket);
      }
    }
    if (cells.blocks.stale() != (staleBuckets + CuckooLayout.BUCKETS_PER_BLOCK - 1)
            / CuckooLayout.BUCKETS_PER_BLOCK) {
      fault(cells.blocks.stale() + " stale blocks, " + staleBuckets + " stale buckets");
    }
    expect("slots taken", cells.taken(), items() + dead);
    expect("dead items", cells.dead(), dead);
    countItems(metrics);
    walkStaging(metrics);
  }

  private void walkBucket(long bucket) {
    for (int i = 0; i < CuckooLayout.SLOTS_PER_BUCKET; i++) {
      long slot = Table.slot(bucket, i);
      long header = table.header(slot);
      if (Header.isDead(header)) {
        dead++;
      } else if (header != Header.EMPTY) {
        walkItem(bucket, slot, header);
      }
    }
  }

  private void walkItem(long bucket, long slot, long header) {
    int keyLength = Header.keyLength(header);
    tally(keyLength, Header.valueLength(header), table.metadataBytes(header));
    boolean fits = table.fits(keyLength, Header.valueLength(header), Header.flagsBytes(header) > 0);
    if (keyLength == 0 || !fits) {
      fault("slot " + slot + " holds no item that fits it");
      return;
    }
    int deadlineSec = Header.deadlineSec(header);
    if (deadlineSec != 0 && deadlineSec < cells.soonestSec() && !sweeping) {
      fault("slot " + slot + " expires before the soonest");
    }
    walkKey(bucket, slot, header, table.hash(slot));
  }

  /** In one of its two buckets, with its tag, and nowhere else. */
  private void walkKey(long bucket, long slot, long header, long hash) {
    int keyLength = Header.keyLength(header);
    long keyOffset = table.keyOffset(slot, header);
    long wanted = Header.wanted(keyLength, hash);
    if (bucket != table.first(hash) && bucket != table.second(hash)) {
      fault("the item of slot " + slot + " is in none of its buckets");
    }
    if (table.find(bucket, wanted, table.region, keyOffset, keyLength) != slot) {
      fault("the item of slot " + slot + " is not found there");
    }
    long other = table.other(slot);
    boolean twice =
        !cells.blocks.isStale(other)
            && table.find(other, wanted, table.region, keyOffset, keyLength) != Table.ABSENT;
    if (twice) {
      fault("the item of slot " + slot + " is in both of its buckets");
    }
  }

  private void walkStaging(CuckooMetrics metrics) {
    long open = 0;
    long bytes = 0;
    for (int i = 0; i < layout.stagingPlaces(); i++) {
      long header = table.header(layout.slots() + i);
      int keyLength = Header.keyLength(header);
      if (keyLength > 0) {
        open++;
        bytes += keyLength + Header.valueLength(header) + table.metadataBytes(header);
      }
    }
    count("reservations", metrics.reservations.get(), open);
    count("reserved_bytes", metrics.reservedBytes.get(), bytes);
  }
}
