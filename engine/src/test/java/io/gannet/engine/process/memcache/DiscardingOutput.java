package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import java.lang.foreign.MemorySegment;

/** One block, forgotten when it is full; allocates nothing. */
final class DiscardingOutput extends Output {
  private static final int PINS_MAX = 64;

  private final int pinnedBytesMin;
  private final long[] pins = new long[PINS_MAX];
  private int pinCount;
  private long pinnedBytes;

  DiscardingOutput(MemorySegment block, int pinnedBytesMin) {
    this.memory = block;
    this.limit = block.byteSize();
    this.pinnedBytesMin = pinnedBytesMin;
  }

  /** Forgets what was appended. */
  void discard(Processor processor) {
    position = 0;
    while (pinCount > 0) {
      processor.unpin(pins[--pinCount]);
    }
  }

  @Override
  protected boolean nextBlock(int bytes) {
    return false;
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public int pinnedBytesMin() {
    return pinnedBytesMin;
  }

  @Override
  public boolean appendPinned(MemorySegment memory, long offset, long bytes, long pin) {
    if (pinCount == PINS_MAX) {
      return false;
    }
    pins[pinCount++] = pin;
    pinnedBytes += bytes;
    return true;
  }
}
