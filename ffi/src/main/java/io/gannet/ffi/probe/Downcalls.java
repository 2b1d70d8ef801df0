package io.gannet.ffi.probe;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The same C function, labs(3), called in each way that the linker offers. It does next to nothing,
 * so what a call takes is the transition. Any thread.
 */
public final class Downcalls {
  private static final MethodHandle PLAIN = link();
  private static final MethodHandle CRITICAL = link(Linker.Option.critical(false));
  private static final MethodHandle CAPTURING = link(Linker.Option.captureCallState("errno"));

  private Downcalls() {}

  @SuppressWarnings("restricted")
  private static MethodHandle link(Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("labs").orElseThrow(),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG),
        options);
  }

  /** Memory for {@link #capturing}. */
  public static MemorySegment newErrno(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  /** As any C function is called: the thread is "in native" meanwhile, which a collector sees. */
  public static long plain(long value) {
    try {
      return (long) PLAIN.invokeExact(value);
    } catch (Throwable t) {
      throw new AssertionError("labs(3) is plain C and throws nothing", t);
    }
  }

  /** Without the transition: a collector waits for its return, so only for what never blocks. */
  public static long critical(long value) {
    try {
      return (long) CRITICAL.invokeExact(value);
    } catch (Throwable t) {
      throw new AssertionError("labs(3) is plain C and throws nothing", t);
    }
  }

  /** Plain, and errno is saved before the JVM can change it: the way of every system call here. */
  public static long capturing(MemorySegment errno, long value) {
    try {
      return (long) CAPTURING.invokeExact(errno, value);
    } catch (Throwable t) {
      throw new AssertionError("labs(3) is plain C and throws nothing", t);
    }
  }
}
