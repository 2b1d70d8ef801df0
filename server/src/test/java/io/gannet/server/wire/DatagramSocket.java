package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What a service manager listens on: a Unix socket of datagrams, which Java has not. */
final class DatagramSocket implements AutoCloseable {
  private static final int BYTES_MAX = 4096;
  private static final int POLLS_MAX = 6_000;
  private static final long POLL_MS = 10;

  private final int fd;

  /** Bound to it. */
  DatagramSocket(Sockaddr address) {
    int type = Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC;
    fd = (int) LinuxException.check(Socket.socket(Socket.AF_UNIX, type, 0), "socket", "");
    LinuxException.check(Socket.bind(fd, address), "bind", "");
  }

  /** The datagrams up to the first that begins so; waits for them, for a minute at most. */
  List<String> upTo(String beginning) throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (int polls = 0; polls < POLLS_MAX; polls++) {
      String one = poll();
      if (one != null) {
        all.add(one);
        if (one.startsWith(beginning)) {
          return all;
        }
      } else {
        Thread.sleep(POLL_MS);
      }
    }
    throw new AssertionError("no " + beginning + " but " + all);
  }

  /** The next that is there, or null. */
  String poll() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(BYTES_MAX);
      int flags = Socket.MSG_DONTWAIT;
      int length = Socket.recv(fd, memory.address(), BYTES_MAX, flags);
      if (length == -Errno.EAGAIN) {
        return null;
      }
      LinuxException.check(length, "recv", "");
      byte[] bytes = new byte[length];
      MemorySegment.ofArray(bytes).copyFrom(memory.asSlice(0, length));
      return new String(bytes, UTF_8);
    }
  }

  @Override
  public void close() {
    Unistd.close(fd);
  }
}
