package io.gannet.engine.process;

import io.gannet.engine.bytes.Ascii;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An output that keeps all it is given. It may be told to refuse at random, and to hand out blocks
 * no larger than what was asked for; whatever is written outside a block's room is noticed.
 */
public final class TestOutput extends Output {
  private static final int BLOCK_BYTES = 16384;
  private static final int GUARD_BYTES = 256;
  private static final byte UNTOUCHED = 0x5a;

  private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES);
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final List<Long> pins = new ArrayList<>();
  private final int pinnedBytesMin;
  private Random random;
  private double refusal;
  private long start;
  private boolean pinsKept;
  private boolean copiesRefused;

  /** Never refuses. */
  public TestOutput(int pinnedBytesMin) {
    this.pinnedBytesMin = pinnedBytesMin;
  }

  /** Refuses with the probability {@code refusal}. */
  public TestOutput(int pinnedBytesMin, Random random, double refusal) {
    this(pinnedBytesMin);
    rule(random, refusal);
  }

  /** Forgets all it was given, and refuses from now on with the probability {@code refusal}. */
  public void rule(Random random, double refusal) {
    this.random = random;
    this.refusal = refusal;
    taken.reset();
    memory = MemorySegment.NULL;
    start = 0;
    position = 0;
    limit = 0;
  }

  private boolean refuses() {
    return random != null && random.nextDouble() < refusal;
  }

  @Override
  protected boolean nextBlock(int bytes) {
    if (refuses()) {
      return false;
    }
    flush();
    memory = block;
    start = random == null ? 0 : random.nextInt(8);
    position = start;
    limit = random == null ? BLOCK_BYTES : start + bytes + random.nextInt(64);
    block.asSlice(limit, Math.min(GUARD_BYTES, BLOCK_BYTES - limit)).fill(UNTOUCHED);
    return true;
  }

  private void take(MemorySegment memory, long offset, long bytes) {
    byte[] copy = new byte[(int) bytes];
    MemorySegment.copy(memory, Ascii.BYTE, offset, copy, 0, copy.length);
    taken.writeBytes(copy);
  }

  private void flush() {
    take(memory, start, position - start);
    for (long at = limit; limit > 0 && at < Math.min(limit + GUARD_BYTES, BLOCK_BYTES); at++) {
      if (memory.get(Ascii.BYTE, at) != UNTOUCHED) {
        throw new AssertionError("written at " + at + ", behind the limit " + limit);
      }
    }
    if (position > limit) {
      throw new AssertionError("position " + position + " behind the limit " + limit);
    }
    start = position;
  }

  @Override
  public boolean full() {
    return refuses();
  }

  @Override
  public int pinnedBytesMin() {
    return pinnedBytesMin;
  }

  @Override
  public boolean appendPinned(MemorySegment memory, long offset, long bytes, long pin) {
    if (refuses()) {
      return false;
    }
    flush();
    take(memory, offset, bytes);
    pins.add(pin);
    return true;
  }

  @Override
  public boolean appendCopied(MemorySegment from, long offset, long bytes) {
    if (copiesRefused || refuses()) {
      return false;
    }
    flush();
    take(from, offset, bytes);
    return true;
  }

  /** All that was appended so far. */
  public byte[] bytes() {
    flush();
    return taken.toByteArray();
  }

  /** Whether there is no room for copies. */
  public void refuseCopies(boolean refused) {
    copiesRefused = refused;
  }

  /** Whether {@link #takePins} is to find nothing: a kernel that is slow. */
  public void keepPins(boolean kept) {
    pinsKept = kept;
  }

  /** The pins given so far, which become the caller's to unpin. */
  public List<Long> takePins() {
    if (pinsKept) {
      return List.of();
    }
    List<Long> given = List.copyOf(pins);
    pins.clear();
    return given;
  }
}
