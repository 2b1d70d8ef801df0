package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/**
 * {@code struct iovec}, iovec(3type): one stretch of memory for vectored I/O. At most 1024 to a
 * call (UIO_MAXIOV).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>iov_base</td><td>void *</td><td>address of the first byte</td></tr>
 * <tr><td>iov_len</td><td>size_t</td><td>bytes</td></tr>
 * </table>
 */
@Struct(value = "struct iovec", header = "sys/uio.h")
public final class Iovec {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"));

  private static final long IOV_BASE = offset(LAYOUT, "iov_base");
  private static final long IOV_LEN = offset(LAYOUT, "iov_len");
  private static final long SIZE = LAYOUT.byteSize();

  private Iovec() {}

  /** Room for {@code count} of them, all empty. */
  public static MemorySegment allocateArray(SegmentAllocator allocator, int count) {
    return allocator.allocate(LAYOUT, count);
  }

  /** Points the {@code index}-th of {@code array} at {@code memory[offset, offset + length)}. */
  public static void set(
      MemorySegment array, int index, MemorySegment memory, long offset, long length) {
    array.set(JAVA_LONG, index * SIZE + IOV_BASE, Native.address(memory, offset, length));
    array.set(JAVA_LONG, index * SIZE + IOV_LEN, length);
  }

  /** Points the first of {@code array} at memory that is known by its address. */
  public static void set(MemorySegment array, long address, long length) {
    array.set(JAVA_LONG, IOV_BASE, address);
    array.set(JAVA_LONG, IOV_LEN, length);
  }

  /** Moves the start of the {@code index}-th forward by {@code bytes}: after a short send. */
  public static void advance(MemorySegment array, int index, long bytes) {
    assert bytes >= 0 && bytes <= length(array, index);
    long base = array.get(JAVA_LONG, index * SIZE + IOV_BASE);
    array.set(JAVA_LONG, index * SIZE + IOV_BASE, base + bytes);
    array.set(JAVA_LONG, index * SIZE + IOV_LEN, length(array, index) - bytes);
  }

  /** Bytes of the {@code index}-th of {@code array}. */
  public static long length(MemorySegment array, int index) {
    return array.get(JAVA_LONG, index * SIZE + IOV_LEN);
  }

  /** Bytes of the {@code index}-th of the array at an address. */
  public static long length(long address, int index) {
    return AddressSpace.getLong(address + index * SIZE + IOV_LEN);
  }
}
