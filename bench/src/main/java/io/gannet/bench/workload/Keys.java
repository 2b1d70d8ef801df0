package io.gannet.bench.workload;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * How a key's number becomes its bytes: {@code key:} and decimal digits, zeroes in front. Twelve
 * bytes are {@code key:00000042}, as the C programs have it, so that one may ask what the other
 * stored.
 */
public final class Keys {
  /** The shortest key: {@code key:} and eight digits. */
  public static final int BYTES_MIN = 12;

  /** The longest key that the protocols allow. */
  public static final int BYTES_MAX = 250;

  private static final int PREFIX = (int) Ascii.pack("key:");

  private Keys() {}

  /** Writes {@code keyBytes} bytes at {@code offset}; returns the offset behind them. */
  public static long put(MemorySegment out, long offset, long key, int keyBytes) {
    out.set(Ascii.INT, offset, PREFIX);
    throw new UnsupportedOperationException(key + " in " + keyBytes + " bytes");
  }
}
