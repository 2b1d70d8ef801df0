package io.gannet.engine.process.shard;

import io.gannet.engine.store.Key;

/** A hash that clients know: 32 bits, without a sign. One thread; allocates nothing. */
interface KeyHash {
  int hash(Key key);
}
