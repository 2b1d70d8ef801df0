package io.gannet.ffi.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.kernel.Files;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The files of a ring. Each is registered with epoll once, edge-triggered, when it is opened, and
 * is told about until its last holder lets go; so a request costs no epoll_ctl(2). One thread.
 */
final class OpenFiles implements Files<OpenFile> {
  private final Readiness readiness;
  private OpenFile[] files = new OpenFile[16];
  private int count;
  private int[] free = new int[16];
  private int freeCount;
  private final MemorySegment option;

  OpenFiles(Readiness readiness, Arena arena) {
    this.readiness = readiness;
    this.option = arena.allocate(2 * Long.BYTES, Long.BYTES);
  }

  @Override
  public int open(int fd) {
    return open(fd, -1);
  }

  /** Opens a copy of a caller's descriptor for one that waits: its index, or -errno. */
  int openCopy(int fd) {
    return open(fd, fd);
  }

  private int open(int fd, int copyOf) {
    int own = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
      return own;
    }
    OpenFile file = take();
    int domain = Socket.getsockopt(own, Socket.SOL_SOCKET, Socket.SO_DOMAIN, option);
    file.open(own, copyOf, domain == Socket.AF_UNIX);
    int result = readiness.add(file);
    file.pollable = result != -Errno.EPERM; // nothing that one could wait for
    if (result < 0 && file.pollable) {
      release(file);
      return result;
    }
    return file.index;
  }

  private OpenFile take() {
    if (freeCount > 0) {
      return files[free[--freeCount]];
    }
    if (count == files.length) {
      files = Arrays.copyOf(files, 2 * count);
      free = Arrays.copyOf(free, 2 * count);
    }
    files[count] = new OpenFile(count);
    return files[count++];
  }

  @Override
  public OpenFile opened(int index) {
    return files[index];
  }

  /** Who is meant by an event, or null if that one is gone. */
  OpenFile find(long data) {
    OpenFile file = files[(int) data];
    return file.generation == (int) (data >>> Integer.SIZE) && file.references > 0 ? file : null;
  }

  /** What tells the socket of a descriptor from any other; negative of what is no socket. */
  long cookie(int fd) {
    return Socket.cookie(fd, option);
  }

  /**
   * One that somebody waits on, that is the file of a caller's descriptor, and not before {@code
   * index}; or null. A number can mean another file than when it was copied, and a file can have
   * several: sockets have cookies, and of anything else the number has to do.
   */
  OpenFile nextAwaited(int fd, long cookie, int index) {
    for (int i = index; i < count; i++) {
      OpenFile file = files[i];
      boolean mayBe = file.first != null && (cookie >= 0 || file.copyOf == fd);
      if (mayBe && cookie(file.fd) == cookie) {
        return file;
      }
    }
    return null;
  }

  /** One holder less; with the last the file is closed. */
  @Override
  public void release(OpenFile file) {
    if (--file.references == 0) {
      readiness.remove(file); // not left to close(2): another may hold the same file open
      Unistd.close(file.fd);
      file.fd = -1;
      file.generation++;
      free[freeCount++] = file.index;
    }
  }

  @Override
  public long openMax() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      int result = Resource.getrlimit(Resource.RLIMIT_NOFILE, limit);
      long max = Rlimit.current(limit);
      return result < 0 || max < 0 ? Long.MAX_VALUE : max;
    }
  }

  /** Closes all, whoever holds them. */
  void close() {
    for (int i = 0; i < count; i++) {
      if (files[i].references > 0) {
        Unistd.close(files[i].fd);
      }
    }
  }
}
