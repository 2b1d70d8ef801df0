package io.gannet.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Pollfd;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.server.guard.SealedAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * One question of one client, over TCP or a Unix socket, and the time that it may take in all. By
 * calls of the kernel's, as a filter of them has to know where the address lies. One thread.
 */
final class ProbeCall implements AutoCloseable {
  private static final int LINE_BYTES_MAX = 128;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment pollfd = arena.allocate(Pollfd.LAYOUT);
  private final MemorySegment timeout = arena.allocate(KernelTimespec.LAYOUT);
  private final long untilNs;
  private final int fd;

  private ProbeCall(int fd, long untilNs) {
    this.fd = fd;
    this.untilNs = untilNs;
  }

  /** Begins to connect. */
  static ProbeCall begin(SealedAddress address, long answerMsMax) throws IOException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answerMsMax);
    int type = Socket.SOCK_STREAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC;
    int fd = check(Socket.socket(address.family(), type, 0), "socket");
    int result = address.connect(fd);
    if (result < 0 && result != -Errno.EINPROGRESS) {
      Unistd.close(fd);
      check(result, "connect");
    }
    return new ProbeCall(fd, untilNs);
  }

  private static int check(int result, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": " + Errno.name(-result));
    }
    return result;
  }

  /**
   * Asks once there is a connection: the first line that comes, or what there is of it when the
   * connection ends.
   *
   * @throws SocketTimeoutException if the time is up
   */
  String ask(byte[] request) throws IOException {
    await(Poll.POLLOUT);
    check(-Socket.getsockopt(fd, Socket.SOL_SOCKET, Socket.SO_ERROR), "connect");
    send(arena.allocateFrom(ValueLayout.JAVA_BYTE, request));
    MemorySegment line = arena.allocate(LINE_BYTES_MAX);
    int length = 0;
    while (!isWhole(line, length)) {
      await(Poll.POLLIN);
      int more =
          Socket.recv(fd, line.address() + length, LINE_BYTES_MAX - length, Socket.MSG_DONTWAIT);
      if (more == 0) {
        break;
      }
      length += isPassing(more) ? 0 : check(more, "recv");
    }
    byte[] bytes = line.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, ISO_8859_1);
  }

  /** Gives up if it is closed already: what was said before that can still be read. */
  private void send(MemorySegment request) throws IOException {
    int flags = Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL;
    long sent = 0;
    while (sent < request.byteSize()) {
      int more = Socket.send(fd, request.address() + sent, request.byteSize() - sent, flags);
      if (more < 0 && !isPassing(more)) {
        return;
      }
      sent += Math.max(more, 0);
      await(Poll.POLLOUT);
    }
  }

  private static boolean isPassing(int result) {
    return result == -Errno.EAGAIN || result == -Errno.EINTR;
  }

  private static boolean isWhole(MemorySegment line, int length) {
    return length == line.byteSize()
        || length > 0 && line.get(ValueLayout.JAVA_BYTE, length - 1) == '\n';
  }

  private void await(int what) throws IOException {
    int result;
    do {
      long leftNs = untilNs - System.nanoTime();
      if (leftNs <= 0) {
        throw new SocketTimeoutException();
      }
      KernelTimespec.set(timeout, leftNs);
      Pollfd.ask(pollfd, fd, what);
      result = Poll.ppoll(pollfd, timeout);
    } while (result == 0 || result == -Errno.EINTR);
    check(result, "poll");
  }

  @Override
  public void close() {
    Unistd.close(fd);
    arena.close();
  }
}
