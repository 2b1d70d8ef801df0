package io.gannet.ffi.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * Memory by its address alone: what a kernel may look at and a program may not. An entry of a queue
 * points to headers, vectors and times by bare addresses; a segment made for each would be garbage.
 * No bounds: an address that points nowhere ends the process, as it would be EFAULT in Linux.
 */
public final class AddressSpace {
  private static final MemorySegment ALL = all();

  private AddressSpace() {}

  @SuppressWarnings("restricted")
  private static MemorySegment all() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /** The {@code u16} there. */
  public static int getShort(long address) {
    return ALL.get(JAVA_SHORT, address) & 0xffff;
  }

  /** The int there. */
  public static int getInt(long address) {
    return ALL.get(JAVA_INT, address);
  }

  /** The long there. */
  public static long getLong(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  /** Sets the int there, at whatever address a provided buffer begins. */
  public static void setInt(long address, int value) {
    ALL.set(JAVA_INT_UNALIGNED, address, value);
  }

  /** Sets the long there, likewise. */
  public static void setLong(long address, long value) {
    ALL.set(JAVA_LONG_UNALIGNED, address, value);
  }

  /** Copies {@code bytes} from there to the start of {@code to}. */
  public static void copy(long address, MemorySegment to, long bytes) {
    MemorySegment.copy(ALL, address, to, 0, bytes);
  }

  /** The memory there, with bounds: for what is looked at again and again. */
  public static MemorySegment at(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }
}
