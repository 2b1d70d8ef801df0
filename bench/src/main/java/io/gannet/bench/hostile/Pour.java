package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/** Says the same as fast as it is taken, and takes all that it is sent. */
record Pour(ByteBuffer beginning, ByteBuffer block) implements Habit {
  private static final long RETRY_NS = 10_000_000;

  /** Without a beginning. */
  Pour(ByteBuffer block) {
    this(block, block);
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    return beginning;
  }

  @Override
  public void said(Caller caller) {
    caller.say(block);
  }

  @Override
  public void lost(Caller caller) {
    caller.again(RETRY_NS);
  }
}
