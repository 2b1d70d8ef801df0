package io.gannet.engine.store;

import java.lang.foreign.MemorySegment;

/**
 * Where a key lies, and its hash: a view that is moved from key to key, never a copy.
 *
 * <p>{@link #hash} is filled in by {@link Store#hash}, {@link #hint} by {@link Store#prefetch};
 * both are meaningful to that store alone. One thread.
 */
public final class Key {
  /** The memory that the key lies in. */
  public MemorySegment memory = MemorySegment.NULL;

  /** Offset of the key's first byte in {@link #memory}. */
  public long offset;

  /** Bytes, 1 to {@link Store#KEY_LENGTH_MAX}. */
  public int length;

  /** As computed by the store that the key is meant for. */
  public long hash;

  /** Where a store that was asked to prefetch saw the key's entry: to be checked, then believed. */
  public long hint = Store.ABSENT;

  /** Moves this view to another key; its hash is unknown until {@link Store#hash}. */
  public Key set(MemorySegment memory, long offset, int length) {
    this.memory = memory;
    this.offset = offset;
    this.length = length;
    return this;
  }
}
