package io.gannet.engine.process;

import io.gannet.engine.bytes.Ascii;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An output that keeps all it is given, with holes; it refuses at random what it may refuse. */
public final class PromisingOutput extends Output {
  /** The end of a pin in a shard's memory. */
  public interface Unpin {
    /** A value was taken from where it lies. */
    void unpin(int shard, long pin);
  }

  private static final int BLOCK_BYTES = 16384;
  private static final int TAIL = -1;

  private final MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES);
  private final List<ByteArrayOutputStream> pieces = new ArrayList<>();
  private final List<Boolean> holes = new ArrayList<>();
  private final Random random;
  private final double refusal;
  private final MemorySegment[] memories;
  private final Unpin unpin;
  private long start;
  private int target = TAIL;
  private ByteArrayOutputStream filling;

  /**
   * Without anything in it.
   *
   * @param memories of each shard
   * @param own the number of the shard whose values are appended by memory
   */
  public PromisingOutput(
      Random random, double refusal, MemorySegment[] memories, int own, Unpin unpin) {
    this.random = random;
    this.refusal = refusal;
    this.memories = memories;
    this.unpin = (shard, pin) -> unpin.unpin(shard == OWN ? own : shard, pin);
  }

  private static final int OWN = -1;

  private boolean refuses() {
    return random.nextDouble() < refusal;
  }

  private void take(MemorySegment from, long offset, long bytes) {
    byte[] copy = new byte[(int) bytes];
    MemorySegment.copy(from, Ascii.BYTE, offset, copy, 0, copy.length);
    piece().writeBytes(copy);
  }

  private ByteArrayOutputStream piece() {
    if (target != TAIL) {
      return filling;
    }
    if (pieces.isEmpty() || holes.getLast()) {
      pieces.add(new ByteArrayOutputStream());
      holes.add(false);
    }
    return pieces.getLast();
  }

  private void flush() {
    if (position > start) {
      take(memory, start, position - start);
    }
    start = position;
  }

  @Override
  protected boolean nextBlock(int bytes) {
    if (refuses()) {
      return false;
    }
    open(bytes);
    return true;
  }

  private void open(int bytes) {
    flush();
    memory = block;
    start = random.nextInt(8);
    position = start;
    limit = start + bytes + random.nextInt(64);
  }

  @Override
  public boolean full() {
    return refuses();
  }

  @Override
  public int pinnedBytesMin() {
    return 1024;
  }

  @Override
  public boolean appendPinned(MemorySegment from, long offset, long bytes, long pin) {
    return append(OWN, from, offset, bytes, pin);
  }

  @Override
  public boolean appendPinned(int shard, long offset, long bytes, long pin) {
    return append(shard, memories[shard], offset, bytes, pin);
  }

  private boolean append(int shard, MemorySegment from, long offset, long bytes, long pin) {
    if (refuses()) {
      return false;
    }
    flush();
    take(from, offset, bytes);
    unpin.unpin(shard, pin);
    return true;
  }

  @Override
  public int promise(int bytes) {
    if (refuses()) {
      return -1;
    }
    flush();
    pieces.add(null);
    holes.add(true);
    return pieces.size() - 1;
  }

  @Override
  public boolean begin(int ticket, int bytes) {
    if (target != TAIL || pieces.get(ticket) != null) {
      throw new AssertionError("ticket " + ticket + " twice, or within another");
    }
    if (bytes > PROMISE_BYTES_MAX && refuses()) {
      return false;
    }
    flush();
    target = ticket;
    filling = new ByteArrayOutputStream();
    open(bytes);
    return true;
  }

  @Override
  public void postpone(int ticket) {
    position = start;
    target = TAIL;
  }

  @Override
  public void end(int ticket) {
    flush();
    pieces.set(ticket, filling);
    target = TAIL;
  }

  /** True if there is no hole. */
  public boolean isWhole() {
    return !pieces.contains(null);
  }

  /** All that was appended. */
  public byte[] bytes() {
    flush();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(piece -> all.writeBytes(piece.toByteArray()));
    return all.toByteArray();
  }
}
