package io.gannet.ffi.simulated;

/** Sees what goes on between a ring and its driver. */
public interface Witness {
  /** Sees nothing. */
  Witness NONE = new Witness() {};

  /** A driver has entered its ring, to submit so many entries and wait for so many completions. */
  default void entered(int ringFd, int submit, int waitCount) {}

  /** An entry was taken. */
  default void taken(Request request) {}

  /** A completion can be seen by the driver. */
  default void completed(int ringFd, long userData, int res, int flags) {}

  /** A ring was closed while so many operations on sockets were not over. */
  default void closed(int ringFd, int requests) {}
}
