package io.gannet.engine.block;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import java.lang.foreign.MemorySegment;

/**
 * The headers of all blocks, one cache line each, apart from what they describe. A field is named
 * by its offset in the header, which its owner derives from a layout. One thread.
 */
public final class BlockHeaders {
  /** Where there is no block. */
  public static final int NONE = -1;

  private final MemorySegment region;
  private final long offset;

  /**
   * Headers over zeroed memory.
   *
   * @param offset where they begin in the region, on a cache line
   */
  public BlockHeaders(MemorySegment region, long offset) {
    this.region = region;
    this.offset = offset;
  }

  /** A field of 8 bytes. */
  public long getLong(int block, long field) {
    return Bits.getLong(region, at(block) + field);
  }

  /** Writes a field of 8 bytes. */
  public void putLong(int block, long field, long value) {
    Bits.putLong(region, at(block) + field, value);
  }

  /** A field of 4 bytes. */
  public int getInt(int block, long field) {
    return Bits.getInt(region, at(block) + field);
  }

  /** Writes a field of 4 bytes. */
  public void putInt(int block, long field, int value) {
    Bits.putInt(region, at(block) + field, value);
  }

  /** A field of 2 bytes, unsigned. */
  public int getShort(int block, long field) {
    return Bits.getShort(region, at(block) + field);
  }

  /** Writes a field of 2 bytes. */
  public void putShort(int block, long field, int value) {
    Bits.putShort(region, at(block) + field, value);
  }

  /** A field of 1 byte, unsigned. */
  public int getByte(int block, long field) {
    return Bits.getByte(region, at(block) + field);
  }

  /** Writes a field of 1 byte. */
  public void putByte(int block, long field, int value) {
    Bits.putByte(region, at(block) + field, value);
  }

  private long at(int block) {
    return offset + (long) block * CacheLine.BYTES;
  }
}
