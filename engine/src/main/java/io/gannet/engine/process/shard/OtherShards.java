package io.gannet.engine.process.shard;

import io.gannet.engine.store.ForeignReader;
import java.lang.foreign.MemorySegment;

/** What there is to see of each shard without asking it, by its number. */
public interface OtherShards {
  /** The memory that its values lie in. */
  MemorySegment memory(int shard);

  /** A new reader of its items, for the thread that asks. */
  ForeignReader reader(int shard);
}
