package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/** Asks for much and takes nothing of it; after a time it hangs up and does so again. */
record Deaf(ByteBuffer request, long renewNs) implements Habit {
  /** So small that what is not taken lies with the server. */
  private static final int RECEIVE_BYTES = 4096;

  private static final long RETRY_NS = 100_000_000;

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.after(renewNs, () -> caller.hangUp(false, 0));
    return request;
  }

  @Override
  public boolean listens(Caller caller) {
    return false;
  }

  @Override
  public int receiveBytes(Caller caller) {
    return RECEIVE_BYTES;
  }

  @Override
  public void lost(Caller caller) {
    caller.again(RETRY_NS);
  }
}
