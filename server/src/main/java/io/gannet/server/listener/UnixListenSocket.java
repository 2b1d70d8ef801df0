package io.gannet.server.listener;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Stat;
import io.gannet.ffi.linux.Unistd;
import io.gannet.server.StartupException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A socket in the file system: unix(7). Its file stays when its process ends without a chance to
 * remove it. So one that nobody is bound to is removed; whatever else is there is left alone. This
 * one's is removed once it accepts no more, unless somebody has put another in its place.
 */
final class UnixListenSocket extends ListenSocket {
  private static final int PERMISSIONS = 0777;
  private static final int S_IFMT = 0170000;
  private static final int S_IFSOCK = 0140000;

  private final Path path;
  /** Who may use it is another's to change; so its mode is none of this. */
  private final Map<String, Object> identity;
  private boolean retired;

  private UnixListenSocket(int fd, Path path, int backlog) throws IOException {
    super(fd, backlog);
    this.path = path;
    this.identity = identity(path);
  }

  /**
   * Takes the path. Between the question whether somebody has the socket and its removal another
   * start could have put its own there: so one start asks, removes and binds at a time.
   */
  static UnixListenSocket bind(ListenAddress.Unix asked, int backlog) {
    SockaddrUn address = address(asked.path());
    Path path = Path.of(asked.path());
    DirectoryLock lock = DirectoryLock.around(path);
    try {
      removeStale(path, address);
      return bind(path, address, asked.mode(), backlog);
    } finally {
      lock.unlock();
    }
  }

  private static UnixListenSocket bind(Path path, SockaddrUn address, int mode, int backlog) {
    int fd = open(Socket.AF_UNIX, "AF_UNIX");
    try {
      bind(fd, address, mode);
      return new UnixListenSocket(fd, path, backlog);
    } catch (IOException e) {
      Unistd.close(fd);
      throw unseen(path, e);
    } catch (RuntimeException e) {
      Unistd.close(fd);
      throw e;
    }
  }

  private static SockaddrUn address(String path) {
    if (path.startsWith("@")) {
      throw new StartupException(
          "--unix-socket " + path + ": an abstract socket has no permissions",
          "name a path; a file of this name is ./" + path, null);
    }
    try {
      return new SockaddrUn(path);
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          "--unix-socket: a path of a socket can't be " + e.getMessage(),
          "choose a shorter one, or start in its directory and name it from there", e);
    }
  }

  private static StartupException unseen(Path path, IOException e) {
    return new StartupException(
        "--unix-socket " + path + ": " + e, "choose a path in a directory of your own", e);
  }

  /** Its inode tells a file from another of the same name: ours has its own while it is open. */
  private static Map<String, Object> identity(Path path) throws IOException {
    return Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static void removeStale(Path path, SockaddrUn address) {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if ((mode & S_IFMT) != S_IFSOCK) {
        throw new StartupException(
            "--unix-socket " + path + ": there is something that is no socket",
            "choose another path, or remove it if nobody needs it", null);
      }
      if (isDead(address)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      return; // the usual
    } catch (IOException e) {
      throw unseen(path, e);
    }
  }

  /**
   * Whether nobody has the socket any more. Asked with a datagram socket, which can't connect to
   * one of another type: so who listens sees no client, and who is bound and does not listen yet,
   * as a server that starts, is told from who is gone ({@code unix_find_bsd}, net/unix/af_unix.c).
   */
  private static boolean isDead(SockaddrUn address) {
    int fd = Socket.socket(Socket.AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    LinuxException.check(fd, "socket(AF_UNIX)", "raise the limit of open files (ulimit -n)");
    int result = Socket.connect(fd, address);
    Unistd.close(fd);
    if (result == -Errno.EACCES) {
      throw new LinuxException(
          "connect(" + address + ")", result, "it is another user's; choose another --unix-socket");
    }
    if (result == 0 || result == -Errno.EPROTOTYPE) {
      throw new LinuxException(
          "bind(" + address + ")",
          Errno.EADDRINUSE,
          "another process has this socket (ss -lxp); choose another --unix-socket");
    }
    return result == -Errno.ECONNREFUSED;
  }

  /** The file has its permissions from the first: there is no moment with others. */
  private static void bind(int fd, SockaddrUn address, int mode) {
    int before = Stat.umask(PERMISSIONS & ~mode);
    int result = Socket.bind(fd, address);
    Stat.umask(before);
    String cure =
        switch (-result) {
          case Errno.EADDRINUSE -> "another process was quicker; choose another --unix-socket";
          case Errno.ENOENT, Errno.ENOTDIR -> "make the directory that it is to be in";
          default -> "choose a path in a directory that this user may write to";
        };
    LinuxException.check(result, "bind(" + address + ")", cure);
  }

  @Override
  public String address() {
    return "unix:" + path;
  }

  @Override
  public String name() {
    return address();
  }

  @Override
  public SocketAddress clientAddress() {
    return UnixDomainSocketAddress.of(path);
  }

  @Override
  public boolean isOpenToOthers() {
    return false;
  }

  @Override
  synchronized void retire() {
    if (retired) {
      return;
    }
    retired = true;
    try {
      if (identity.equals(identity(path))) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // Somebody was quicker, or it may not be removed: the next start will.
    }
  }
}
