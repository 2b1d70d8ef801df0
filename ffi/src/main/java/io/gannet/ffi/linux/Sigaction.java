package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct sigaction} as the kernel has it (asm/signal.h; libc's differs), rt_sigaction(2).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sa_handler</td><td>void *</td><td>SIG_DFL, SIG_IGN; an address is not for us</td></tr>
 * <tr><td>sa_flags</td><td>unsigned long</td><td>SA_* bits</td></tr>
 * <tr><td>sa_restorer</td><td>void *</td><td>libc's way back from a handler</td></tr>
 * <tr><td>sa_mask</td><td>u64</td><td>signals blocked meanwhile</td></tr>
 * </table>
 */
@Struct(value = "struct sigaction", header = "asm/signal.h")
public final class Sigaction {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("sa_handler"),
          JAVA_LONG.withName("sa_flags"),
          JAVA_LONG.withName("sa_restorer"),
          JAVA_LONG.withName("sa_mask"));

  private static final long SA_HANDLER = offset(LAYOUT, "sa_handler");
  private static final long SA_MASK = offset(LAYOUT, "sa_mask");

  /** What rt_sigaction(2) wants to be told as the size of a signal set. */
  static final long MASK_BYTES = LAYOUT.byteSize() - SA_MASK;

  private Sigaction() {}

  /** The handler: {@link Signal#SIG_DFL}, {@link Signal#SIG_IGN}, or an address. */
  public static long handler(MemorySegment action) {
    return action.get(JAVA_LONG, SA_HANDLER);
  }

  /** Sets the handler. */
  public static void handler(MemorySegment action, long handler) {
    action.set(JAVA_LONG, SA_HANDLER, handler);
  }
}
