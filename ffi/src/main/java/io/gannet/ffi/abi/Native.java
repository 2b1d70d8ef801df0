package io.gannet.ffi.abi;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The border where a bounds-checked {@code MemorySegment} becomes a bare address. */
public final class Native {
  private Native() {}

  /**
   * The address of {@code memory[offset, offset + length)}.
   *
   * @throws IndexOutOfBoundsException if that is not inside {@code memory}
   * @throws IllegalArgumentException if {@code memory} lies in the Java heap, where the kernel
   *     cannot follow it
   */
  public static long address(MemorySegment memory, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, memory.byteSize());
    if (!memory.isNative()) {
      throw new IllegalArgumentException("the kernel needs native memory, not the Java heap");
    }
    return memory.address() + offset;
  }
}
