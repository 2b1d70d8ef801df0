package io.gannet.engine.store.cuckoo;

import io.gannet.engine.store.Found;

/**
 * What a walk has found so far. Places are slots, so the walk stops between two buckets; behind
 * them come the staging places.
 */
final class CuckooFound extends Found {
  private static final int SLOTS_PER_BLOCK =
      CuckooLayout.BUCKETS_PER_BLOCK * CuckooLayout.SLOTS_PER_BUCKET;

  private final long slots;
  long taken;
  long dead;
  long staleBlocks;
  long reservations;
  long reservedBytes;

  CuckooFound(CuckooLayout layout) {
    this.slots = layout.slots();
  }

  /** All blocks are stale: what was in them is forgotten, whether a send reads it or not. */
  void flushed() {
    forgetItems();
    taken = 0;
    dead = 0;
    staleBlocks = (Math.min(frontier(), slots) + SLOTS_PER_BLOCK - 1) / SLOTS_PER_BLOCK;
  }
}
