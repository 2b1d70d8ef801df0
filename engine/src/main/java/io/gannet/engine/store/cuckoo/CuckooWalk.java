package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.BUCKETS_PER_BLOCK;
import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;

import io.gannet.engine.store.Walk;

/**
 * A full walk over a store: every bucket, then every staging place, compared with what the store
 * believes.
 */
final class CuckooWalk extends Walk {
  private final CuckooLayout layout;
  private final Cells cells;
  private final Table table;
  private final Sweep sweep;
  private final CuckooMetrics metrics;
  private final CuckooFound found;

  CuckooWalk(
      CuckooLayout layout, Cells cells, Sweep sweep, CuckooMetrics metrics, CuckooFound found) {
    super(found);
    this.layout = layout;
    this.cells = cells;
    this.table = cells.table;
    this.sweep = sweep;
    this.metrics = metrics;
    this.found = found;
  }

  @Override
  protected int step() {
    long place = found.frontier();
    if (place < layout.slots()) {
      walkBucket(Table.bucket(place));
      found.frontier(place + SLOTS_PER_BUCKET);
      return SLOTS_PER_BUCKET;
    }
    if (place < layout.slots() + layout.stagingPlaces()) {
      walkStaging(place);
      found.frontier(place + 1);
      return 1;
    }
    return 0;
  }

  private void walkBucket(long bucket) {
    if (cells.blocks.isStale(bucket)) {
      found.staleBlocks += bucket % BUCKETS_PER_BLOCK == 0 ? 1 : 0;
      return;
    }
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long slot = Table.slot(bucket, i);
      long header = table.header(slot);
      found.taken += header == Header.EMPTY ? 0 : 1;
      if (Header.isDead(header)) {
        found.dead++;
      } else if (header != Header.EMPTY) {
        walkItem(bucket, slot, header);
      }
    }
  }

  private void walkItem(long bucket, long slot, long header) {
    int keyLength = Header.keyLength(header);
    int valueLength = Header.valueLength(header);
    found.account(1, keyLength, valueLength, table.metadataBytes(header));
    if (keyLength == 0 || !table.fits(keyLength, valueLength, Header.flagsBytes(header) > 0)) {
      fault("slot " + slot + " holds no item that fits it");
      return;
    }
    int deadlineSec = Header.deadlineSec(header);
    if (deadlineSec != 0 && deadlineSec < cells.soonestSec() && !sweep.isRunning()) {
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

  private void walkStaging(long place) {
    long header = table.header(place);
    if (Header.keyLength(header) > 0) {
      found.reservations++;
      found.reservedBytes += table.itemBytes(header);
    }
  }

  @Override
  protected void conclude() {
    expect("stale blocks", cells.blocks.stale(), found.staleBlocks);
    expect("slots taken", cells.taken(), found.taken);
    expect("dead items", cells.dead(), found.dead);
    countItems(metrics);
    count("reservations", metrics.reservations.get(), found.reservations);
    count("reserved_bytes", metrics.reservedBytes.get(), found.reservedBytes);
  }
}
