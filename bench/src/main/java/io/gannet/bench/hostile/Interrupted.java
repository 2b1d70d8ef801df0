package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Begins something, and ends it only when it is told to go on; then it has had enough. */
final class Interrupted implements Habit {
  private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int GONE_ON = 1;

  /** What is begun, what ends it, and how many answers that makes. */
  private record Words(ByteBuffer beginning, ByteBuffer end, int answers) {
    Words(String beginning, String end, int answers) {
      this(Bytes.of(beginning), Bytes.of(end), answers);
    }
  }

  private static final List<Words> WORDS = List.of(
      new Words("", "get small\r\n", 1),
      new Words("get sm", "all\r\n", 1),
      new Words("set half 0 0 10\r\nhalf-", "value\r\n", 1),
      new Words("get small\r\n", "get small\r\n", 2));

  private volatile boolean goOn;

  /** From now on what was begun is ended. */
  void goOn() {
    goOn = true;
  }

  private static Words words(Caller caller) {
    return WORDS.get(caller.index % WORDS.size());
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    caller.after(LOOK_AGAIN_NS, () -> look(caller));
    return words(caller).beginning();
  }

  @Override
  public boolean isFinite() {
    return true;
  }

  private void look(Caller caller) {
    if (goOn) {
      caller.step = GONE_ON;
      caller.say(words(caller).end());
    } else {
      caller.after(LOOK_AGAIN_NS, () -> look(caller));
    }
  }

  @Override
  public void heard(Caller caller) {
    if (caller.step == GONE_ON && caller.replies.answers() >= words(caller).answers()) {
      caller.done();
    }
  }
}
