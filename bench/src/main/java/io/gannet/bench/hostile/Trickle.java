package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Begins, and goes on with a byte a second. */
record Trickle(ByteBuffer beginning, ByteBuffer drop) implements Habit {
  private static final long DROP_NS = TimeUnit.SECONDS.toNanos(1);

  @Override
  public ByteBuffer opening(Caller caller) {
    return beginning;
  }

  @Override
  public void said(Caller caller) {
    caller.after(DROP_NS, () -> caller.say(drop));
  }

  @Override
  public void lost(Caller caller) {
    caller.again(DROP_NS);
  }
}
