package io.gannet.server.fit;

import io.gannet.ffi.host.AvailableMemory;
import io.gannet.ffi.host.Descriptors;

/**
 * What the host offers to this process.
 *
 * @param memory beside what the process has already
 * @param descriptors the limit of open files
 * @param heapBytes what Java's heap may grow to
 */
record Offer(AvailableMemory memory, long descriptors, long heapBytes) {
  /** Of this host; the soft limit of open files is raised to {@code descriptors} if it may be. */
  static Offer here(long descriptors) {
    return new Offer(
        AvailableMemory.here(), Descriptors.raise(descriptors), Runtime.getRuntime().maxMemory());
  }
}
