package io.gannet.engine.process.shard;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.store.Key;

/** Shards by the rest of a division: what clients call modula, or an array. */
final class Modula implements KeyOwners {
  private final KeyHash hash;
  private final int shards;

  Modula(KeyHash hash, int shards) {
    this.hash = hash;
    this.shards = shards;
  }

  @Override
  public int owner(Key key) {
    return Integer.remainderUnsigned(hash.hash(key), shards);
  }
}
