package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gannet.ffi.abi.Struct;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct epoll_event}, epoll_ctl(2): what is awaited of a descriptor, or has happened to it.
 * Packed on x86-64, where it is 12 bytes; 16 elsewhere.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>events</td><td>u32</td><td>EPOLL*</td></tr>
 * <tr><td>data</td><td>u64</td><td>told back with each event</td></tr>
 * </table>
 */
@Struct(value = "struct epoll_event", header = "sys/epoll.h")
public final class EpollEvent {
  public static final StructLayout LAYOUT = layout();

  private static final long EVENTS = offset(LAYOUT, "events");
  private static final long DATA = offset(LAYOUT, "data");
  private static final long SIZE = LAYOUT.byteSize();

  private EpollEvent() {}

  private static StructLayout layout() {
    MemoryLayout events = JAVA_INT_UNALIGNED.withName("events");
    MemoryLayout data = JAVA_LONG_UNALIGNED.withName("data");
    return Syscall.isArm()
        ? MemoryLayout.structLayout(events, MemoryLayout.paddingLayout(4), data)
        : MemoryLayout.structLayout(events, data);
  }

  /** Asks for EPOLL* {@code events}, to be told with {@code data}. */
  public static void set(MemorySegment event, int events, long data) {
    event.set(JAVA_INT_UNALIGNED, EVENTS, events);
    event.set(JAVA_LONG_UNALIGNED, DATA, data);
  }

  /** What has happened, of the {@code index}-th of an array. */
  public static int events(MemorySegment array, int index) {
    return array.get(JAVA_INT_UNALIGNED, index * SIZE + EVENTS);
  }

  /** To whom it has. */
  public static long data(MemorySegment array, int index) {
    return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
  }
}
