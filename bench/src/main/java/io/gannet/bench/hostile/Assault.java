package io.gannet.bench.hostile;

/** An attack that goes on, until it is closed. */
interface Assault extends AutoCloseable {
  /** Waits for what it must have had answered, but not for ever. */
  default void finish() throws InterruptedException {}

  /** Ends it: nothing of it is left, no connection and no thread. Says what became of it. */
  Toll end() throws InterruptedException;

  @Override
  default void close() {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
