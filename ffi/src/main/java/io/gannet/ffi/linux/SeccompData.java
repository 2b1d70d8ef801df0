package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/**
 * {@code struct seccomp_data}, linux/seccomp.h: a system call as a filter sees it. It lies in the
 * kernel alone; a program knows its members by their offsets.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>nr</td><td>int</td><td>the call's number</td></tr>
 * <tr><td>arch</td><td>u32</td><td>AUDIT_ARCH_*: of which table</td></tr>
 * <tr><td>instruction_pointer</td><td>u64</td><td>where it is called</td></tr>
 * <tr><td>args</td><td>6 × u64</td><td>as they are in registers</td></tr>
 * </table>
 */
@Struct(value = "struct seccomp_data", header = "linux/seccomp.h")
public final class SeccompData {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("nr"),
          JAVA_INT.withName("arch"),
          JAVA_LONG.withName("instruction_pointer"),
          sequenceLayout(6, JAVA_LONG).withName("args"));

  /** Where the number is. */
  public static final int NR = (int) offset(LAYOUT, "nr");

  /** Where the architecture is. */
  public static final int ARCH = (int) offset(LAYOUT, "arch");

  private static final int ARGS = (int) offset(LAYOUT, "args");
  private static final int ARGS_MAX = 6;

  private SeccompData() {}

  /** Where the lower 32 bits of an argument are; x86-64 and aarch64 are little-endian here. */
  public static int low(int argument) {
    return ARGS + Objects.checkIndex(argument, ARGS_MAX) * Long.BYTES;
  }

  /** Where the upper 32 bits are. */
  public static int high(int argument) {
    return low(argument) + Integer.BYTES;
  }
}
