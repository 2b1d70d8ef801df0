package io.gannet.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long a thread of this process has been on a CPU, as the scheduler counts it. */
final class CpuTime {
  private final Path schedstat;

  /** Of the thread {@code tid}. */
  CpuTime(int tid) {
    this.schedstat = Path.of("/proc/self/task/" + tid + "/schedstat");
  }

  /** In nanoseconds; 0 where the kernel does not say. */
  long readNs() {
    try {
      String text = Files.readString(schedstat);
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (IOException e) {
      return 0;
    }
  }
}
