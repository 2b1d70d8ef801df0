package io.gannet.engine.process;

import java.lang.foreign.MemorySegment;

/**
 * What a sender has to know of a shard whose values it sends from where they lie: their memory, and
 * whom to tell that it is done with them. The shard's own worker tells its store; for another's the
 * end of a pin goes to the thread that owns it.
 */
public interface Pins {
  /** The memory that values lie in; {@code NULL} if there is none. */
  MemorySegment memory();

  /** Ends a pin that was given to {@link Output#appendPinned}. */
  void unpin(long pin);
}
