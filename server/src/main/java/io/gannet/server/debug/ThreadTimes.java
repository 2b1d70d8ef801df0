package io.gannet.server.debug;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * What the kernel tells of one thread of this process, read without allocating: proc(5), {@code
 * /proc/self/task/TID/schedstat} and {@code stat}.
 */
final class ThreadTimes implements AutoCloseable {
  private static final int BYTES_MAX = 512;

  /** Fields of stat, as proc(5) counts them. */
  private static final int STATE = 3;

  private static final int MINFLT = 10;
  private static final int MAJFLT = 12;
  private static final int UTIME = 14;
  private static final int STIME = 15;

  private final RandomAccessFile schedstat;
  private final RandomAccessFile stat;
  private final byte[] text = new byte[BYTES_MAX];
  private long cpuNs;
  private long delayNs;
  private long minorFaults;
  private long majorFaults;
  private long userTicks;
  private long systemTicks;
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

  /** The same, or null where this kernel does not tell. */
  static ThreadTimes openOrNull(int tid) {
    try {
      return open(tid);
    } catch (IOException e) {
      return null;
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
      int state = lastIndexOf((byte) ')', length) + 2;
      runnable = text[state] == 'R';
      readFields(state, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void readFields(int state, int length) {
    int at = state;
    for (int field = STATE; field <= STIME; field++) {
      int gap = indexOf((byte) ' ', at, length);
      switch (field) {
        case MINFLT -> minorFaults = number(at, gap);
        case MAJFLT -> majorFaults = number(at, gap);
        case UTIME -> userTicks = number(at, gap);
        case STIME -> systemTicks = number(at, gap);
        default -> {}
      }
      at = gap + 1;
    }
  }

  /** How often it touched memory that was not mapped yet. */
  long minorFaults() {
    return minorFaults;
  }

  /** How often it had to wait for memory from a disk. */
  long majorFaults() {
    return majorFaults;
  }

  /**
   * What it has run in user space, in ns: the kernel tells the two parts in ticks of 10 ms, which
   * say here how all of {@link #cpuNs} is divided.
   */
  long userNs() {
    long ticks = userTicks + systemTicks;
    return ticks == 0 ? 0 : (long) ((double) cpuNs * userTicks / ticks);
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
