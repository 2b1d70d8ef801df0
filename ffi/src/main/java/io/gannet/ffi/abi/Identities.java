package io.gannet.ffi.abi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The exception to {@link Libc}: the kernel gives another identity to the calling thread alone, and
 * a JVM has many. libc's {@code setuid(3)} and its like have every thread of the process do the
 * same, which none but libc, which began them, can. Linked when first used: few starts are root's.
 */
public final class Identities {
  private static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));
  private static final AddressLayout STRING = ADDRESS;
  private static final MethodHandle SETUID =
      link("setuid", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SETGID =
      link("setgid", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle INITGROUPS =
      link("initgroups", FunctionDescriptor.of(JAVA_INT, STRING, JAVA_INT));

  private Identities() {}

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  /** setuid(3) of all threads: 0, or -errno. */
  public static int setuid(int uid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(CAPTURE);
      return result((int) SETUID.invokeExact(errno, uid), errno);
    } catch (Throwable t) {
      throw thrown(t);
    }
  }

  /** setgid(3) of all threads: 0, or -errno. */
  public static int setgid(int gid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(CAPTURE);
      return result((int) SETGID.invokeExact(errno, gid), errno);
    } catch (Throwable t) {
      throw thrown(t);
    }
  }

  /** initgroups(3) of all threads: 0, or -errno. */
  public static int initgroups(String user, int gid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(CAPTURE);
      return result((int) INITGROUPS.invokeExact(errno, arena.allocateFrom(user), gid), errno);
    } catch (Throwable t) {
      throw thrown(t);
    }
  }

  private static int result(int result, MemorySegment errno) {
    return result == -1 ? -errno.get(JAVA_INT, ERRNO) : result;
  }

  private static AssertionError thrown(Throwable t) {
    return new AssertionError("plain C throws nothing", t);
  }
}
