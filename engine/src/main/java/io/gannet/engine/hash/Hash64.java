package io.gannet.engine.hash;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * A seeded 64-bit hash of bytes where they lie: every bit of it depends on every bit of the key
 * and of the seed. Immutable, any thread; 2.5 ns for a key of 12 bytes.
 *
 * <p>Made of the step that wyhash and rapidhash are made of: multiply two words to 128 bits and
 * fold the halves by exclusive or. Not for signatures, and not compatible with either.
 *
 * <pre>
 *   1-7 bytes     one word of two overlapping reads                           , 0
 *   8-16 bytes    the first 8 bytes                 , the last 8 bytes (may overlap)
 *   17 and more   fold 16 bytes after 16 bytes, then the last 16 bytes as above
 * </pre>
 */
public final class Hash64 {
  /*
   * A product with 0 is 0 whatever the other factor, so a client who can make one factor 0 makes
   * keys collide at will. wyhash's constants are public and can be sent as a key's bytes; here each
   * word of a key meets a secret that comes from the seed, which never leaves the process.
   */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final int BLOCK_BYTES = 2 * Long.BYTES;

  private final long first;
  private final long second;
  private final long third;

  private Hash64(long seed) {
    this.first = scramble(seed + GOLDEN);
    this.second = scramble(seed + 2 * GOLDEN);
    this.third = scramble(seed + 3 * GOLDEN);
  }

  /** The hash of this seed; seeds that differ in any bit give unrelated hashes. */
  public static Hash64 seeded(long seed) {
    return new Hash64(seed);
  }

  /**
   * The hash of {@code length} bytes at {@code offset}.
   *
   * @param length ≥ 1
   */
  public long hash(MemorySegment memory, long offset, int length) {
    if (length < Long.BYTES) {
      return finish(Bits.getUpTo7(memory, offset, length), 0, third, length);
    }
    long state = third;
    long position = offset;
    long last = offset + length - BLOCK_BYTES;
    for (; position < last; position += BLOCK_BYTES) {
      state = fold(
          Bits.getLong(memory, position) ^ first,
          Bits.getLong(memory, position + Long.BYTES) ^ state);
    }
    long head = Bits.getLong(memory, Math.max(offset, last));
    long tail = Bits.getLong(memory, offset + length - Long.BYTES);
    return finish(head, tail, state, length);
  }

  /** The hash of one word, for keys that are numbers. */
  public long hash(long word) {
    return finish(word, word, third, Long.BYTES);
  }

  private long finish(long head, long tail, long state, int length) {
    long low = (head ^ second) * (tail ^ state);
    long high = Math.unsignedMultiplyHigh(head ^ second, tail ^ state);
    return fold(low ^ first, high ^ second ^ length);
  }

  private static long fold(long left, long right) {
    return left * right ^ Math.unsignedMultiplyHigh(left, right);
  }

  /** SplitMix64's finisher (Steele, Lea, Flood 2014). */
  private static long scramble(long word) {
    long z = (word ^ word >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}
