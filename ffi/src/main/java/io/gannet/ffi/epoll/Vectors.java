package io.gannet.ffi.epoll;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A header and its vectors, copied from a caller's, for a message that has to wait: what it points
 * to is the caller's promise to keep, the pointers are not (IORING_FEAT_SUBMIT_STABLE). One thread.
 */
final class Vectors {
  /** As many as a call takes. */
  static final int COUNT_MAX = 1024;

  private static final int COUNT_MIN = 64;

  private final MemorySegment header;
  private final MemorySegment iovecs;
  private final int capacity;
  private int first;
  private int count;
  private Vectors next;

  private Vectors(Arena arena, int capacity) {
    this.header = arena.allocate(Msghdr.LAYOUT);
    this.iovecs = Iovec.allocateArray(arena, capacity);
    this.capacity = capacity;
  }

  private void copy(long msghdr) {
    count = (int) Msghdr.iovecCount(msghdr);
    first = 0;
    AddressSpace.copy(Msghdr.iovecs(msghdr), iovecs, count * Iovec.LAYOUT.byteSize());
    Msghdr.set(header, iovecs, count);
  }

  /** Where the header is. */
  long address() {
    return header.address();
  }

  /** So many bytes have gone. */
  void advance(long bytes) {
    long left = bytes;
    while (first < count && left >= Iovec.length(iovecs, first)) {
      left -= Iovec.length(iovecs, first++);
    }
    if (left > 0) {
      Iovec.advance(iovecs, first, left);
    }
    Msghdr.set(header, iovecs, first, count - first);
  }

  /** Copies that are used again and again; as many as messages have waited at once. */
  static final class Pool {
    private final Arena arena;
    private Vectors small;
    private Vectors large;

    Pool(Arena arena) {
      this.arena = arena;
    }

    /** A copy of the header at an address. */
    Vectors copyOf(long msghdr) {
      Vectors vectors = take(Msghdr.iovecCount(msghdr) <= COUNT_MIN);
      vectors.copy(msghdr);
      return vectors;
    }

    private Vectors take(boolean isSmall) {
      Vectors vectors = isSmall ? small : large;
      if (vectors == null) {
        return new Vectors(arena, isSmall ? COUNT_MIN : COUNT_MAX);
      }
      if (isSmall) {
        small = vectors.next;
      } else {
        large = vectors.next;
      }
      return vectors;
    }

    void giveBack(Vectors vectors) {
      if (vectors.capacity == COUNT_MIN) {
        vectors.next = small;
        small = vectors;
      } else {
        vectors.next = large;
        large = vectors;
      }
    }
  }
}
