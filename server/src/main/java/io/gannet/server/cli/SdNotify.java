package io.gannet.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Tells the service manager that started this process, if one did, how it goes: sd_notify(3), which
 * is a datagram to the socket in {@code NOTIFY_SOCKET}. With {@code WatchdogSec=} in its unit it is
 * told so again and again while the server answers (sd_watchdog_enabled(3)): silence has it started
 * anew. Who does not listen is told once, and nothing else comes of it.
 */
final class SdNotify {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG_US = "WATCHDOG_USEC";
  private static final String WATCHDOG_PID = "WATCHDOG_PID";

  /** No descriptor: not connected. */
  private static final int NONE = -1;

  private final Sockaddr address;
  private final long watchdogNs;
  private final PrintStream err;
  private boolean isDeaf;
  private int fd = NONE;

  private SdNotify(Sockaddr address, long watchdogNs, PrintStream err) {
    this.address = address;
    this.watchdogNs = watchdogNs;
    this.err = err;
  }

  /** As the environment says; without one nobody is told. */
  static SdNotify of(Map<String, String> environment, PrintStream err) {
    String socket = environment.getOrDefault(SOCKET, "");
    return new SdNotify(
        socket.isEmpty() ? null : address(socket), watchdogNs(environment), err);
  }

  /** In the abstract namespace if it begins with an at sign. */
  private static Sockaddr address(String socket) {
    return socket.startsWith("@")
        ? SockaddrUn.ofAbstract(socket.substring(1))
        : new SockaddrUn(socket);
  }

  /** How long it may be silent; 0 if it may for ever. */
  private static long watchdogNs(Map<String, String> environment) {
    String pid = environment.getOrDefault(WATCHDOG_PID, "");
    boolean isOurs = pid.isEmpty() || pid.equals("" + ProcessHandle.current().pid());
    String us = environment.getOrDefault(WATCHDOG_US, "");
    boolean isSet = isOurs && us.matches("[0-9]{1,15}");
    return isSet ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(us)) : 0;
  }

  /**
   * Clients are served from now on.
   *
   * @param status one line, that {@code systemctl status} shows
   * @param unhealthy why they are not any more, or nothing
   */
  void ready(String status, Supplier<Optional<String>> unhealthy) {
    tell("READY=1\nSTATUS=" + status);
    if (address != null && watchdogNs > 0) {
      Thread thread = new Thread(() -> watch(unhealthy), "watchdog");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A signal has asked for the end. */
  void stopping() {
    tell("STOPPING=1");
  }

  /** Twice in the time that it may be silent, as sd_watchdog_enabled(3) advises. */
  private void watch(Supplier<Optional<String>> unhealthy) {
    String before = "";
    while (true) {
      String why = unhealthy.get().orElse("");
      if (why.isEmpty()) {
        tell("WATCHDOG=1");
      } else if (!why.equals(before)) {
        tell("STATUS=" + why);
      }
      before = why;
      LockSupport.parkNanos(watchdogNs / 2);
    }
  }

  private synchronized void tell(String words) {
    reach(() -> send(words));
  }

  /** Once it is connected; whoever can't be told is told no more. */
  private void reach(Runnable telling) {
    if (address == null || isDeaf) {
      return;
    }
    try {
      if (fd == NONE) {
        connect();
      }
      telling.run();
    } catch (LinuxException e) {
      isDeaf = true;
      err.println("gannet: " + SOCKET + ": " + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  /** From now on it has who listens, if somebody does: a filter may forbid to connect later. */
  synchronized void open() {
    reach(() -> {});
  }

  private void send(String words) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = words.getBytes(UTF_8);
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      int flags = Socket.MSG_NOSIGNAL | Socket.MSG_DONTWAIT;
      LinuxException.check(
          Socket.send(fd, memory.address(), bytes.length, flags), "send to " + address, "");
    }
  }

  private void connect() {
    int type = Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC;
    int socket = (int) LinuxException.check(Socket.socket(Socket.AF_UNIX, type, 0), "socket", "");
    int result = Socket.connect(socket, address);
    if (result < 0) {
      Unistd.close(socket);
      throw new LinuxException("connect to " + address, result, "");
    }
    fd = socket;
  }
}
