package io.gannet.server.debug;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * What the kernel tells of one thread of this process, read without allocating: proc(5), {@code
 * /proc/self/task/TID/schedstat} and {@code stat}.
 */
final class ThreadTimes implements AutoCloseable {
  private static final int BYTES_MAX = 512;

  private final RandomAccessFile schedstat;
  private final RandomAccessFile stat;
  private final byte[] text = new byte[BYTES_MAX];
  private long cpuNs;
  private long delayNs;
  private boolean runnable = true;

  private ThreadTimes(RandomAccessFile schedstat, RandomAccessFile stat) {
    this.schedstat = schedstat;
    this.stat = stat;
  }

  /**
   * Of the thread {@code tid}.
   *
   * @throws IOException if this kernel does not tell (CONFIG_SCHED_INFO)
   */
  static ThreadTimes open(int tid) throws IOException {
    String folder = "/proc/self/task/" + tid;
    RandomAccessFile schedstat = new RandomAccessFile(folder + "/schedstat", "r");
    try {
      return new ThreadTimes(schedstat, new RandomAccessFile(folder + "/stat", "r"));
    } catch (IOException e) {
      schedstat.close();
      throw e;
    }
  }

  /** Reads again; false if the thread has ended. */
  boolean read() {
    try {
      int length = read(schedstat);
      int gap = indexOf((byte) ' ', 0, length);
      cpuNs = number(0, gap);
      delayNs = number(gap + 1, indexOf((byte) ' ', gap + 1, length));
      length = read(stat);
      // The name before it may hold any character, but the state follows its last bracket.
      runnable = text[lastIndexOf((byte) ')', length) + 2] == 'R';
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it has run, in ns. */
  long cpuNs() {
    return cpuNs;
  }

  /** What it has waited for a CPU, in ns; a wait counts once it is over. */
  long delayNs() {
    return delayNs;
  }

  /** Whether it runs, or would if it had a CPU. */
  boolean isRunnable() {
    return runnable;
  }

  private int read(RandomAccessFile file) throws IOException {
    file.seek(0);
    int length = file.read(text);
    if (length <= 0) {
      throw new IOException("the thread has ended");
    }
    return length;
  }

  private int indexOf(byte wanted, int from, int to) {
    int i = from;
    while (i < to && text[i] != wanted) {
      i++;
    }
    return i;
  }

  private int lastIndexOf(byte wanted, int to) {
    int i = to - 1;
    while (i > 0 && text[i] != wanted) {
      i--;
    }
    return i;
  }

  private long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }

  @Override
  public void close() {
    try (schedstat; stat) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
