package io.gannet.bench.hostile;

/**
 * What a caller means to do at a time.
 *
 * @param atNs in {@link System#nanoTime}
 * @param life on which of its connections: on another it is forgotten
 */
record Deed(long atNs, Caller caller, long life, Runnable deed) {
  /** Does it, if that is still the caller's connection. */
  void carryOut() {
    if (caller.isOpen() && caller.lives() == life) {
      deed.run();
    }
  }
}
