package io.gannet.ffi.uring;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Timestamping;
import io.gannet.ffi.linux.Utsname;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a {@link Ring} asks of the kernel below it, and all that it asks: the rest is entries in
 * memory that both see. Whoever answers these calls and carries entries out is a kernel to
 * everything above: {@link LinuxKernel} is the real one.
 *
 * <pre>
 *   worker, listener          getSqe … submitAndWait … cqe … cqAdvance
 *   ─────────────────
 *   Ring                      SQEs, CQEs, the words of both queues: memory
 *   ───────────────── Kernel: setup, map, enter, register, close, time
 *   Linux's io_uring, or another that reads the same entries and writes the same completions
 * </pre>
 *
 * <p>One serves all rings of a process: a ring is named by its descriptor.
 *
 * <p><b>Threads.</b> Any thread sets up, maps and closes; only a ring's driver enters it. No call
 * allocates but {@link #setup} and {@link #map}. <b>Errors</b> are {@code -errno}, as the man pages
 * of the calls list them.
 */
public interface Kernel {
  /** What it is, for people: {@code io_uring on 6.18.0}. */
  default String name() {
    return "io_uring on " + Utsname.release();
  }

  /**
   * io_uring_setup(2).
   *
   * @param params an {@link IoUringParams}, which is filled with sizes, offsets, features
   * @return the descriptor of a ring, or -errno
   */
  int setup(int entries, MemorySegment params);

  /**
   * mmap(2) of what a ring shares with its driver.
   *
   * @param offset which of them: IORING_OFF_SQ_RING or IORING_OFF_SQES
   * @param arena unmaps it when it is closed
   * @throws LinuxException when there is no memory
   */
  MemorySegment map(int ringFd, long bytes, long offset, Arena arena);

  /**
   * io_uring_enter(2), on the data plane: nothing is allocated.
   *
   * @param ring a descriptor, or with IORING_ENTER_REGISTERED_RING in {@code flags} a slot
   * @param argument an address, with IORING_ENTER_EXT_ARG in {@code flags}; else 0
   * @return how many entries were taken, or -errno
   */
  int enter(int ring, int submit, int waitCount, int flags, long argument, long argumentBytes);

  /**
   * io_uring_register(2).
   *
   * @param ringFd -1 for what needs no ring
   * @param argument what the operation wants, or {@link MemorySegment#NULL}
   * @return what the operation says, or -errno
   */
  int register(int ringFd, int operation, MemorySegment argument, int count);

  /** close(2) of a ring's descriptor, or of any that an operation on a ring brought or takes. */
  int close(int fd);

  /**
   * setsockopt(2) of SO_TIMESTAMPING: a message received from this socket says in its ancillary
   * data when it had come ({@link Timestamping}).
   *
   * @return 0, or -errno
   */
  default int stampReceives(int fd) {
    return Timestamping.stampReceives(fd);
  }

  /** Time since some moment, in ns: {@link System#nanoTime}. Read several times a turn. */
  long nowNs();

  /**
   * clock_gettime(2), in ns: CLOCK_BOOTTIME or CLOCK_REALTIME of {@link io.gannet.ffi.linux.Time}.
   * Read some times a second, and of a sample.
   */
  long clockNs(int clock);
}
