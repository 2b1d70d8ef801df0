package io.gannet.bench.hostile;

/** An attack that goes on until it is ended. */
interface Assault {
  /** Waits for what it must have had answered, but not for ever. */
  default void finish() throws InterruptedException {}

  /**
   * Ends it: nothing of it is left, no connection and no thread. Called once.
   *
   * @return what became of it
   */
  Toll end() throws InterruptedException;
}
