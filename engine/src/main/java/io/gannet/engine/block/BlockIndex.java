package io.gannet.engine.block;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.hash.Rehash;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import java.lang.foreign.MemorySegment;

/**
 * The hash table behind blocks, whose buckets are as many as the {@link Boundary} has it: what it
 * does with any slot. What a slot says, and which of 16 gives way, its engine knows. One thread;
 * readers on others are told by sequences what moves.
 */
public abstract class BlockIndex implements Boundary.Slots {
  /** No position. */
  public static final long ABSENT = TwoChoices.ABSENT;

  protected final MemorySegment region;
  protected final TwoChoices slots;

  /** How many slots name an item. */
  protected long taken;

  private final Sequences sequences;
  private final Hash64 hash64;
  private final Rehash rehash;

  /**
   * An empty one.
   *
   * @param tagWidth bits of a hash in a slot
   * @param hashSeed a secret, so that clients cannot make keys collide
   */
  @SuppressWarnings("this-escape") // an item's hash is asked for when slots move, not before
  protected BlockIndex(
      MemorySegment region, BlockLayout blocks, int tagWidth, long hashSeed, Sequences sequences) {
    this.region = region;
    this.sequences = sequences;
    this.hash64 = Hash64.seeded(hashSeed);
    this.slots = new TwoChoices(region, blocks.indexEnd(), blocks.buckets(), tagWidth);
    this.rehash = new Rehash(slots, this::hashOf, sequences);
  }

  /** The hash of the key of the item that a slot names. */
  protected abstract long hashOf(long slot);

  /** The hash of a key. */
  public final long hash(MemorySegment key, long keyOffset, int keyLength) {
    return hash64.hash(key, keyOffset, keyLength);
  }

  /** Where a key's slot may be written, which is made if need be, or ABSENT. */
  protected final long room(long hash) {
    long position = slots.vacancy(hash);
    return position != ABSENT ? position : rehash.displace(hash);
  }

  /** True if a key that is not in the table has room, which is made if need be. */
  public final boolean hasRoom(long hash) {
    return room(hash) != ABSENT;
  }

  /** Writes a slot that names an item that no slot has named, all of which is written. */
  protected final void name(long position, long slot) {
    sequences.publish();
    slots.slot(position, slot);
  }

  /** The position of a bucket's first slot. */
  public final long bucket(long number) {
    return slots.bucket(number);
  }

  /** Loads both lines of a key. */
  public final long prefetch(long hash) {
    return slots.prefetch(hash);
  }

  @Override
  public final long taken() {
    return taken;
  }

  @Override
  public final long buckets() {
    return slots.buckets();
  }

  @Override
  public final void grow() {
    rehash.grow();
  }

  @Override
  public final boolean shrink() {
    return rehash.shrink();
  }

  @Override
  public final long looks() {
    return rehash.looks();
  }
}
