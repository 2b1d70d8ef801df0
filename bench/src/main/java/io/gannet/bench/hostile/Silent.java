package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** Says one thing, which may be nothing, and is silent. It listens, and never calls again. */
record Silent(IntFunction<ByteBuffer> words) implements Habit {
  @Override
  public ByteBuffer opening(Caller caller) {
    return words.apply(caller.index);
  }
}
