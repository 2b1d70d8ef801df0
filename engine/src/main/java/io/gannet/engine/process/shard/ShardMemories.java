package io.gannet.engine.process.shard;

import java.lang.foreign.MemorySegment;

/** Where the values of each shard lie, by its number. */
public interface ShardMemories {
  /** The memory of a shard. */
  MemorySegment of(int shard);
}
