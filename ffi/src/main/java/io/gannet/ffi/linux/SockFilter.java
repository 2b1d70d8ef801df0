package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct sock_filter}, linux/filter.h: one instruction of a classic BPF program.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>code</td><td>u16</td><td>BPF_*, what to do</td></tr>
 * <tr><td>jt</td><td>u8</td><td>instructions to skip if it is so</td></tr>
 * <tr><td>jf</td><td>u8</td><td>and if not</td></tr>
 * <tr><td>k</td><td>u32</td><td>what with</td></tr>
 * </table>
 */
@Struct(value = "struct sock_filter", header = "linux/filter.h")
public final class SockFilter {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("code"),
          JAVA_BYTE.withName("jt"),
          JAVA_BYTE.withName("jf"),
          JAVA_INT.withName("k"));

  private static final long CODE = offset(LAYOUT, "code");
  private static final long JT = offset(LAYOUT, "jt");
  private static final long JF = offset(LAYOUT, "jf");
  private static final long K = offset(LAYOUT, "k");
  private static final long SIZE = LAYOUT.byteSize();

  private SockFilter() {}

  /** Sets the {@code index}-th of an array. */
  public static void set(MemorySegment array, int index, int code, int jt, int jf, int k) {
    array.set(JAVA_SHORT, index * SIZE + CODE, (short) code);
    array.set(JAVA_BYTE, index * SIZE + JT, (byte) jt);
    array.set(JAVA_BYTE, index * SIZE + JF, (byte) jf);
    array.set(JAVA_INT, index * SIZE + K, k);
  }
}
