package io.gannet.bench.ratio;

/**
 * A cache within this process. A request is named by its number in the trace, which tells its key
 * and its size. One thread.
 */
interface Cache extends AutoCloseable {
  /** Another turn begins: the time since the trace's start. */
  default void turn(long nowNs) {}

  /** Whether the key is there. */
  boolean get(int request);

  /** Stores the key's value; false if it would not be taken: then the key is not there. */
  boolean set(int request);

  /**
   * Writes the key's value anew, of the size that it has and with the deadline that it has, as an
   * increment does: the key is there. False if it would not be taken.
   */
  default boolean change(int request) {
    return true;
  }

  /** Bytes of memory that each item takes which is held, all in; NaN if it is an ideal. */
  default double bytesPerItem() {
    return Double.NaN;
  }

  /** Removes the key. */
  void delete(int request);

  @Override
  default void close() {}
}
