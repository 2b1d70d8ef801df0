package io.gannet.engine.store.cuckoo;

import java.util.ArrayList;
import java.util.List;

/**
 * A full walk over a store: every slot and every staging place, compared with what the store
 * believes. For tests and for a debug command; it takes as long as the table is large, and it
 * allocates.
 */
public final class CuckooWalk {
  private final CuckooLayout layout;
  private final Cells cells;
  private final Table table;
  private final boolean sweeping;
  private final List<String> faults = new ArrayList<>();

  private long items;
  private long keyBytes;
  private long valueBytes;
  private long metadataBytes;
  private long dead;
  private long staleBuckets;

  CuckooWalk(CuckooLayout layout, Cells cells, boolean sweeping, CuckooMetrics metrics) {
    this.sweeping = sweeping;
    this.layout = layout;
    this.cells = cells;
    this.table = cells.table;
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      if (cells.blocks.isStale(bucket)) {
        staleBuckets++;
      } else {
        walkBucket(bucket);
      }
    }
    if (cells.blocks.stale() != (staleBuckets + CuckooLayout.BUCKETS_PER_BLOCK - 1)
            / CuckooLayout.BUCKETS_PER_BLOCK) {
      faults.add(cells.blocks.stale() + " stale blocks, " + staleBuckets + " stale buckets");
    }
    expect("slots taken", cells.taken(), items + dead);
    expect("dead items", cells.dead(), dead);
    expect("metric of items", metrics.items.get(), items);
    expect("metric of key bytes", metrics.keyBytes.get(), keyBytes);
    expect("metric of value bytes", metrics.valueBytes.get(), valueBytes);
    expect("metric of metadata", metrics.metadataBytes.get(), metadataBytes);
    walkStaging(metrics);
  }

  /** Items found that are live. */
  public long items() {
    return items;
  }

  /** Their bytes, headers included. */
  public long itemBytes() {
    return keyBytes + valueBytes + metadataBytes;
  }

  /** Whatever is not as the store believes; empty if all is well. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void walkBucket(int bucket) {
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

  private void walkItem(int bucket, long slot, long header) {
    items++;
    int keyLength = Header.keyLength(header);
    keyBytes += keyLength;
    valueBytes += Header.valueLength(header);
    metadataBytes += table.metadataBytes(header);
    boolean fits = table.fits(keyLength, Header.valueLength(header), Header.flagsBytes(header) > 0);
    if (keyLength == 0 || !fits) {
      faults.add("slot " + slot + " holds no item that fits it");
      return;
    }
    int deadlineSec = Header.deadlineSec(header);
    if (deadlineSec != 0 && deadlineSec < cells.soonestSec() && !sweeping) {
      faults.add("slot " + slot + " expires before the soonest");
    }
    walkKey(bucket, slot, header, table.hash(slot));
  }

  /** In one of its two buckets, with its tag, and nowhere else. */
  private void walkKey(int bucket, long slot, long header, long hash) {
    int keyLength = Header.keyLength(header);
    long keyOffset = table.keyOffset(slot, header);
    long wanted = Header.wanted(keyLength, hash);
    if (bucket != table.first(hash) && bucket != table.second(hash)) {
      faults.add("the item of slot " + slot + " is in none of its buckets");
    }
    if (table.find(bucket, wanted, table.region, keyOffset, keyLength) != slot) {
      faults.add("the item of slot " + slot + " is not found there");
    }
    int other = table.other(slot);
    boolean twice =
        !cells.blocks.isStale(other)
            && table.find(other, wanted, table.region, keyOffset, keyLength) != Table.ABSENT;
    if (twice) {
      faults.add("the item of slot " + slot + " is in both of its buckets");
    }
  }

  private void walkStaging(CuckooMetrics metrics) {
    long open = 0;
    long bytes = 0;
    for (int i = 0; i < layout.stagingPlaces(); i++) {
      long header = table.header((long) layout.slots() + i);
      int keyLength = Header.keyLength(header);
      if (keyLength > 0) {
        open++;
        bytes += keyLength + Header.valueLength(header) + table.metadataBytes(header);
      }
    }
    expect("reservations", metrics.reservations.get(), open);
    expect("reserved bytes", metrics.reservedBytes.get(), bytes);
  }

  private void expect(String what, long believed, long found) {
    if (believed != found) {
      faults.add(what + ": " + believed + " believed, " + found + " found");
    }
  }
}
