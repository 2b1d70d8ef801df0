package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/**
 * Asks, takes the answers, and asks again: what it does is no harm but for how many it is.
 *
 * @param answers to one {@code request}
 * @param isFinite whether it has had enough when it was answered once
 * @param callsAgain whether it does when it was closed
 */
record Conversing(ByteBuffer request, int answers, boolean isFinite, boolean callsAgain)
    implements Habit {
  private static final long RETRY_NS = 100_000_000;

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.step = answers;
    return request;
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
