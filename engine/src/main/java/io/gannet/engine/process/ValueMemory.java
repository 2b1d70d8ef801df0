package io.gannet.engine.process;

import java.lang.foreign.MemorySegment;

/**
 * The second role of a {@link Processor}: the memory that values are received into and sent from.
 * Here that of a processor without one: nothing is awaited, nothing pinned.
 */
public interface ValueMemory extends Pins {
  /** The memory of {@link Session#awaitedOffset}; {@code NULL} if values are not stored. */
  @Override
  default MemorySegment memory() {
    return MemorySegment.NULL;
  }

  /**
   * The caller itself put the next {@code bytes} bytes of the value awaited into their place.
   *
   * @param bytes 1 to {@link Session#awaitedBytes}
   */
  default void received(Session session, long bytes) {
    throw new IllegalStateException("no value is awaited here");
  }

  /** Ends a pin that was given to {@link Output#appendPinned}. */
  @Override
  default void unpin(long pin) {
    throw new IllegalStateException("nothing is pinned here");
  }
}
