package io.gannet.bench.hostile;

import java.nio.ByteBuffer;

/** Stores values one after the other, each under a key of its own. */
final class Uploading implements Habit {
  private static final int HEADER = 0;
  private static final int BODY = 1;
  private static final int ANSWER = 2;
  private static final int STEPS = 3;
  private static final long RETRY_NS = 100_000_000;

  private final int valueBytes;
  private final ByteBuffer body;

  Uploading(int valueBytes) {
    this.valueBytes = valueBytes;
    body = Bytes.of("u".repeat(valueBytes) + "\r\n");
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.step = HEADER;
    return header(caller);
  }

  private ByteBuffer header(Caller caller) {
    String key = "up-" + caller.index + "-" + caller.lives() + "-" + caller.step / STEPS;
    return Bytes.of("set " + key + " 0 0 " + valueBytes + "\r\n");
  }

  @Override
  public void said(Caller caller) {
    caller.step++;
    if (caller.step % STEPS == BODY) {
      caller.say(body);
    } else {
      heard(caller);
    }
  }

  @Override
  public void heard(Caller caller) {
    if (caller.step % STEPS == ANSWER && caller.replies.answers() > caller.step / STEPS) {
      caller.step++;
      caller.say(header(caller));
    }
  }

  @Override
  public void lost(Caller caller) {
    caller.again(RETRY_NS);
  }
}
