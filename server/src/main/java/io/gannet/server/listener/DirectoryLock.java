package io.gannet.server.listener;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.File;
import io.gannet.ffi.linux.Unistd;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps other starts away from the files of a directory for a moment. What is locked is the
 * directory itself, by flock(2), so there is no file beside it that nobody may ever remove. It
 * binds those alone who ask; a file system without such locks, a directory that may not be read and
 * somebody who never lets go leave a start without one.
 */
final class DirectoryLock {
  /** A start has it for less than one of them; systemd-tmpfiles(8) has it while it cleans up. */
  private static final int TRIES_MAX = 500;

  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** The open directory, or -errno. */
  private final int fd;

  private DirectoryLock(int fd) {
    this.fd = fd;
  }

  /** Of the directory that a path names a file in. */
  static DirectoryLock around(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    String name = directory == null ? path.toString() : directory.toString();
    int fd = Fcntl.open(name, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
    for (int tries = 0; fd >= 0 && tries < TRIES_MAX && !isOver(fd); tries++) {
      LockSupport.parkNanos(PAUSE_NS);
    }
    return new DirectoryLock(fd);
  }

  /** It has the lock, or can't have one. */
  private static boolean isOver(int fd) {
    int result = File.flock(fd, File.LOCK_EX | File.LOCK_NB);
    return result != -Errno.EAGAIN && result != -Errno.EINTR;
  }

  /** Others may go on. */
  void unlock() {
    if (fd >= 0) {
      Unistd.close(fd);
    }
  }
}
