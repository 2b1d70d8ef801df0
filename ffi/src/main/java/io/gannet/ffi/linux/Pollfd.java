package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct pollfd}, poll(2): one descriptor, what is asked of it and what is answered.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>fd</td><td>int</td><td>the descriptor</td></tr>
 * <tr><td>events</td><td>short</td><td>POLL* that are asked for</td></tr>
 * <tr><td>revents</td><td>short</td><td>those that are there</td></tr>
 * </table>
 */
@Struct(value = "struct pollfd", header = "poll.h")
public final class Pollfd {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

  private static final long FD = offset(LAYOUT, "fd");
  private static final long EVENTS = offset(LAYOUT, "events");
  private static final long REVENTS = offset(LAYOUT, "revents");

  private Pollfd() {}

  /** Asks. */
  public static void ask(MemorySegment pollfd, int fd, int events) {
    pollfd.set(JAVA_INT, FD, fd);
    pollfd.set(JAVA_SHORT, EVENTS, (short) events);
    pollfd.set(JAVA_SHORT, REVENTS, (short) 0);
  }

  /** What was answered. */
  public static int revents(MemorySegment pollfd) {
    return pollfd.get(JAVA_SHORT, REVENTS) & 0xffff;
  }
}
