package io.gannet.engine.process.kv;

/**
 * Which shard a key belongs to, by its hash: all shards of a server hash by the same secret seed.
 *
 * @param own the number of the shard that asks
 * @param shards how many there are
 */
public record Ownership(int own, int shards) {
  /** All keys are this one's. */
  public static final Ownership ALONE = new Ownership(0, 1);

  /** Any odd number whose bits look random: owners are to have nothing to do with buckets. */
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  /** The shard of a key: the high bits of a product in which all bits of its hash have a part. */
  public int owner(long hash) {
    return shards == 1 ? 0 : (int) Math.unsignedMultiplyHigh(hash * MIX, shards);
  }

  /** True if the key is the asker's own. */
  public boolean isOwn(long hash) {
    return owner(hash) == own;
  }
}
