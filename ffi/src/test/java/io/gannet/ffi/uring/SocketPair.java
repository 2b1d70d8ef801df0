package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Two connected sockets: one for the ring under test, the other to talk to it. */
class SocketPair implements AutoCloseable {
  private static final int SCM_RIGHTS = 1;

  /** Of one descriptor, behind its head of length, level and type; and up to the next. */
  private static final long CMSG_LEN = 2 * Long.BYTES + Integer.BYTES;

  private static final long CMSG_SPACE = 3 * Long.BYTES;

  private final int ours;
  private final int theirs;

  SocketPair(int ours, int theirs) {
    this.ours = ours;
    this.theirs = theirs;
  }

  int ours() {
    return ours;
  }

  int theirs() {
    return theirs;
  }

  static SocketPair open() {
    int[] fds = new int[2];
    int type = Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC;
    LinuxException.check(Socket.socketpair(Socket.AF_UNIX, type, 0, fds), "socketpair", "");
    return new SocketPair(fds[0], fds[1]);
  }

  void write(String text) {
    write(theirs, text);
  }

  static void write(int fd, String text) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      MemorySegment out = arena.allocateFrom(JAVA_BYTE, bytes);
      assertEquals(bytes.length, Unistd.write(fd, out, 0, bytes.length));
    }
  }

  /** Writes bytes that bring a descriptor along, their own: unix(7), SCM_RIGHTS. */
  void writeWithDescriptor(String text) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      MemorySegment iovec = Iovec.allocateArray(arena, 1);
      Iovec.set(iovec, 0, arena.allocateFrom(JAVA_BYTE, bytes), 0, bytes.length);
      MemorySegment control = arena.allocate(CMSG_SPACE, Long.BYTES);
      control.set(JAVA_LONG, 0, CMSG_LEN);
      control.set(JAVA_INT, Long.BYTES, Socket.SOL_SOCKET);
      control.set(JAVA_INT, Long.BYTES + Integer.BYTES, SCM_RIGHTS);
      control.set(JAVA_INT, 2 * Long.BYTES, theirs);
      MemorySegment header = arena.allocate(Msghdr.LAYOUT);
      Msghdr.set(header, iovec, 1);
      header.set(JAVA_LONG, offset(Msghdr.LAYOUT, "msg_control"), control.address());
      header.set(JAVA_LONG, offset(Msghdr.LAYOUT, "msg_controllen"), CMSG_SPACE);
      assertEquals(bytes.length, Socket.sendmsg(theirs, header.address(), 0));
    }
  }

  String read(int maxBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(maxBytes);
      long bytes = LinuxException.check(Unistd.read(theirs, in, 0, maxBytes), "read", "");
      return text(in, 0, (int) bytes);
    }
  }

  /** What they read into memory, at most so much: how much that was. */
  long readInto(MemorySegment in, long length) {
    return Unistd.read(theirs, in, 0, length);
  }

  static String text(MemorySegment memory, long offset, int length) {
    byte[] bytes = memory.asSlice(offset, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** They send no more. */
  void shutdownTheirs() {
    Socket.shutdown(theirs, Socket.SHUT_WR);
  }

  /** As if they had closed it. */
  void hangUpTheirs() {
    Socket.shutdown(theirs, Socket.SHUT_RDWR);
  }

  @Override
  public void close() {
    Unistd.close(ours);
    Unistd.close(theirs);
  }
}
