package io.gannet.bench.micro;

import io.gannet.engine.process.Output;
import java.lang.foreign.MemorySegment;

/** Replies into one block, which the caller begins again. */
final class OneBlock extends Output {
  private final int pinnedBytesMin;

  OneBlock(MemorySegment block, int pinnedBytesMin) {
    this.memory = block;
    this.limit = block.byteSize();
    this.pinnedBytesMin = pinnedBytesMin;
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
    return false;
  }
}
