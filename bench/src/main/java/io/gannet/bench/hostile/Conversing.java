package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/**
 * Asks, takes the answers, and asks again: what it does is no harm but for how many it is.
 *
 * @param waitNs before it first asks, so that all are there
 * @param answers to one {@code request}
 * @param isFinite whether it has had enough when it was answered once
 * @param callsAgain whether it does when it was closed
 */
record Conversing(
    ByteBuffer request, int answers, long waitNs, boolean isFinite, boolean callsAgain)
    implements Habit {
  private static final ByteBuffer NOTHING = Bytes.of("");
  private static final long RETRY_NS = 100_000_000;

  /** Asks as soon as it is connected. */
  Conversing(ByteBuffer request, int answers, boolean isFinite, boolean callsAgain) {
    this(request, answers, 0, isFinite, callsAgain);
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.step = answers;
    if (waitNs == 0) {
      return request;
    }
    caller.after(waitNs, () -> caller.say(request));
    return NOTHING;
  }

  @Override
  public void heard(Caller caller) {
    if (caller.replies.answers() >= caller.step) {
      caller.done();
      caller.step += answers;
      if (!isFinite) {
        caller.say(request);
      }
    }
  }

  @Override
  public void lost(Caller caller) {
    if (callsAgain) {
      caller.again(RETRY_NS);
    }
  }
}
