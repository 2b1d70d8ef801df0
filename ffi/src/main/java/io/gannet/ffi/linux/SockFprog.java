package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct sock_fprog}, linux/filter.h: a classic BPF program.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>len</td><td>u16</td><td>instructions, BPF_MAXINSNS at most</td></tr>
 * <tr><td>filter</td><td>struct sock_filter *</td><td>the first</td></tr>
 * </table>
 */
@Struct(value = "struct sock_fprog", header = "linux/filter.h")
public final class SockFprog {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("len"),
          MemoryLayout.paddingLayout(Long.BYTES - Short.BYTES),
          JAVA_LONG.withName("filter"));

  private static final long LEN = offset(LAYOUT, "len");
  private static final long FILTER = offset(LAYOUT, "filter");

  private SockFprog() {}

  /** Has it be these instructions, an array of {@link SockFilter}, which stays where it is. */
  public static void set(MemorySegment program, MemorySegment instructions) {
    long count = instructions.byteSize() / SockFilter.LAYOUT.byteSize();
    assert count > 0 && count <= Filter.BPF_MAXINSNS : count;
    program.set(JAVA_SHORT, LEN, (short) count);
    program.set(JAVA_LONG, FILTER, Native.address(instructions, 0, instructions.byteSize()));
  }
}
