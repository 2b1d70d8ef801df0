package io.gannet.ffi.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one way from Java into the kernel: libc's {@code long syscall(long number, ...)}, syscall(2).
 *
 * <p>One handle serves every call, because each further signature costs milliseconds at start (see
 * docs/001). Pointers travel as {@code long}: the linker does not see them, so whoever calls keeps
 * the memory alive until the call returns.
 *
 * <p>Any thread. Two flavours: one is given the memory in which errno is captured and touches
 * nothing else (data plane: a {@code Ring} owns 4 bytes for it), the other looks up memory of the
 * calling thread (control plane).
 */
public final class Libc {
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = link();

  /** Memory is never shared by threads: errno of one call must not be read by another. */
  private static final ThreadLocal<MemorySegment> OF_THREAD =
      ThreadLocal.withInitial(() -> newErrno(Arena.ofAuto()));

  private Libc() {}

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor syscall =
        FunctionDescriptor.of(
            JAVA_LONG,
            JAVA_LONG, // the number; what follows is variadic
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().find("syscall").orElseThrow(),
        syscall,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** Memory for the errno of one thread's calls. */
  public static MemorySegment newErrno(SegmentAllocator allocator) {
    return allocator.allocate(CAPTURE);
  }

  /**
   * Calls the kernel, capturing errno in {@code errno} (from {@link #newErrno}); allocates nothing.
   *
   * @return what the call returned, or {@code -errno}
   */
  public static long syscall(
      MemorySegment errno, Syscall call, long a, long b, long c, long d, long e, long f) {
    long result;
    try {
      result = (long) SYSCALL.invokeExact(errno, (long) call.number(), a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError("syscall(2) is plain C and throws nothing", t);
    }
    return result == -1 ? -errno.get(JAVA_INT, ERRNO) : result;
  }

  /** As the other, with errno memory of the calling thread. */
  public static long syscall(Syscall call, long a, long b, long c, long d, long e, long f) {
    return syscall(OF_THREAD.get(), call, a, b, c, d, e, f);
  }

  /** A call of up to three arguments; the kernel ignores the rest. */
  public static long syscall(Syscall call, long a, long b, long c) {
    return syscall(call, a, b, c, 0, 0, 0);
  }
}
