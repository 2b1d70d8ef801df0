package io.gannet.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * By how much the kernel may be late in waking a thread, so as to wake several at once: 50 µs as a
 * rule, which is longer than most caches take to answer. prctl(2), PR_SET_TIMERSLACK.
 */
final class TimerSlack {
  private TimerSlack() {}

  /** Makes it a nanosecond for the calling thread, {@code tid}, where that is allowed. */
  static void remove(int tid) {
    try {
      // Under the thread's own number: below /proc/self/task there is no such file.
      Files.writeString(Path.of("/proc/" + tid + "/timerslack_ns"), "1");
    } catch (IOException e) {
      // Then what is due is sent later, and the slip says so.
    }
  }
}
