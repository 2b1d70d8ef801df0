package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/** Asks for much and takes nothing of it; after a time it hangs up and does so again. */
record Deaf(ByteBuffer request, long renewNs) implements Habit {
  /** So small that what is not taken lies with the server. */
  private static final int RECEIVE_BYTES = 4096;

  private static final long RETRY_NS = 100_000_000;

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.wakeAfter(renewNs);
    return request;
  }

  @Override
  public boolean listens() {
    return false;
  }

  @Override
  public int receiveBytes() {
    return RECEIVE_BYTES;
  }

  @Override
  public void due(Caller caller) {
    caller.hangUp(false, 0);
  }

  @Override
  public void lost(Caller caller) {
    caller.again(RETRY_NS);
  }
}
