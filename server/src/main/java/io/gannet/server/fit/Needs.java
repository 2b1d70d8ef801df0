package io.gannet.server.fit;

import io.gannet.ffi.host.AvailableMemory;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.IoUringCqe;
import io.gannet.ffi.uring.IoUringSqe;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.option.RingSize;

/**
 * What a server needs of its host. Estimates are on the safe side of what was measured, which is in
 * server/docs/001.
 *
 * @param storeBytes its {@code --memory}; 0 if it stores nothing
 * @param pages which pages that is wanted in
 * @param connections its {@code --max-connections}
 * @param opensFiles whether each of them is an open file of the process, as over epoll
 */
public record Needs(long storeBytes, Policy pages, int connections, boolean opensFiles) {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  /** The JVM once it serves, as far as it has not been there already when this is asked: 51 MiB. */
  private static final long BESIDE_BYTES = 64 * MIB;

  /** A socket, its slots in the kernel's tables and in ours, and a line that is cut. */
  private static final long CONNECTION_BYTES = 4 * KIB;

  /** The rings of the listener and of the warm-up, and buffer rings. */
  private static final long LOCKED_BESIDE_BYTES = 256 * KIB;

  /** What a process has open beside: rings, ports, jars; and those that are just being accepted. */
  private static final int FILES_BESIDE = 128;

  private static final long HEAP_BYTES = 12 * MIB;

  /** 690 were measured, with 1,000 and 19,000 connections. */
  private static final long CONNECTION_HEAP_BYTES = 1000;

  /** Ordinary memory beside the store. */
  public long besideBytes() {
    return BESIDE_BYTES + connections * CONNECTION_BYTES;
  }

  /** Java's heap. */
  public long heapBytes() {
    return HEAP_BYTES + connections * CONNECTION_HEAP_BYTES;
  }

  /**
   * The limit of open files: a ring's table of connections is made no larger than that. In the one
   * of io_uring they are no open files any more, so others need no room beside them.
   */
  public long descriptors() {
    return connections + filesBeside();
  }

  /** How many connections such a limit allows. */
  long connectionsOf(long descriptors) {
    return descriptors - filesBeside();
  }

  private int filesBeside() {
    return opensFiles ? FILES_BESIDE : 0;
  }

  /** A worker's ring. */
  public RingOptions ring() {
    return RingSize.of(connections);
  }

  /**
   * Locked memory, as which the kernel counts rings before 5.12 and since 6.14: the worker's, and
   * small ones beside it.
   */
  public long lockedBytes() {
    RingOptions ring = ring();
    return LOCKED_BESIDE_BYTES
        + ring.sqEntries() * IoUringSqe.LAYOUT.byteSize()
        + ring.cqEntries() * IoUringCqe.LAYOUT.byteSize();
  }

  /** Whether there is so much memory. */
  public boolean fit(AvailableMemory memory) {
    return storeBytes <= storeBytesMax(memory);
  }

  /** How large the store may be, or less than 0 if there is not even what goes beside it. */
  public long storeBytesMax(AvailableMemory memory) {
    long ordinaryBytes = memory.ordinaryBytes() - besideBytes();
    boolean ofPool = pages == Policy.GIB_1 || pages == Policy.MIB_2; // or refused when mapped
    boolean inPool = ofPool || memory.isInPool(storeBytes, pages);
    return inPool && ordinaryBytes >= 0 ? storeBytes : ordinaryBytes;
  }

  /** How many connections a heap has room for. */
  static long connectionsMax(long heapBytes) {
    return Math.max(0, heapBytes - HEAP_BYTES) / CONNECTION_HEAP_BYTES;
  }
}
