package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/**
 * What a kind of hostile client does. One object for all of a crowd, called on the crowd's thread;
 * what differs between two clients is in the {@link Caller}.
 */
interface Habit {
  /** What it says when it is connected; nothing left in it: it is silent. */
  ByteBuffer opening(Caller caller);

  /** Whether it takes what it is sent. */
  default boolean listens(Caller caller) {
    return true;
  }

  /** Whether it has had enough at some time, and says so by {@link Caller#done}. */
  default boolean isFinite() {
    return false;
  }

  /** The socket's receive buffer, in bytes; 0 leaves it to the kernel. */
  default int receiveBytes(Caller caller) {
    return 0;
  }

  /** All that it had to say is with the kernel. */
  default void said(Caller caller) {}

  /** It was sent something, which {@link Caller#replies} has counted. */
  default void heard(Caller caller) {}

  /** The server has closed its connection. */
  default void lost(Caller caller) {}
}
