package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;

/**
 * Which shard a key belongs to: by its hash, as all shards of a server hash by the same secret
 * seed, or by what clients know, too.
 *
 * @param own the number of the shard that asks
 * @param shards how many there are
 * @param known what clients know; null if nobody is to know whose a key is
 */
public record Ownership(int own, int shards, KeyOwners known) {
  /** All keys are this one's. */
  public static final Ownership ALONE = new Ownership(0, 1);

  /** Any odd number whose bits look random: owners are to have nothing to do with buckets. */
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  /** One that no client knows. */
  public Ownership(int own, int shards) {
    this(own, shards, null);
  }

  /** The shard of a key that is hashed. */
  public int owner(Key key) {
    return known == null ? owner(key.hash) : known.owner(key);
  }

  /** The shard of a hash: the high bits of a product in which all of its bits have a part. */
  int owner(long hash) {
    return shards == 1 ? 0 : (int) Math.unsignedMultiplyHigh(hash * MIX, shards);
  }
}
