package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;

/**
 * Which shard a key belongs to, by its bytes alone: clients who compute the same find the owner
 * without asking. One thread.
 */
public interface KeyOwners {
  /** The number of the shard that the key belongs to. Allocates nothing. */
  int owner(Key key);
}
