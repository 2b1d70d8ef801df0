package io.gannet.server.debug;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the kernel tells of this process: proc(5), {@code /proc/self/stat}. Workers tell what was
 * read last, as they open no file: the debug thread reads it each second, whoever asks the admin
 * has it read then. To read allocates little.
 */
public final class ProcessMetrics extends MetricGroup {
  private static final int BYTES_MAX = 1024;
  private static final int MS_DECIMALS = 3;
  private static final int US_DECIMALS = 6;

  /** Of the fields behind the name, which ends with the last bracket; the state is the first. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int THREADS = 17;
  private static final int VSIZE = 20;
  private static final int RSS = 21;
  private static final int FIELDS = 22;

  /** The kernel tells times of processes in this, whatever its own tick is: USER_HZ. */
  private static final long TICK_US = 10_000;

  /** Of getauxval(3): the key before the size of a page. */
  private static final long AT_PAGESZ = 6;

  private static final long PAGE_BYTES_USUAL = 4096;
  private static final File DESCRIPTORS = new File("/proc/self/fd");

  private final Counter rss =
      gauge("process_resident_memory_bytes", null, "Bytes of memory that is resident.");
  private final Counter virtual =
      gauge("process_virtual_memory_bytes", null, "Bytes of address space in use.");
  private final Counter threads =
      gauge("process_threads", null, "Threads, the JVM's own included.");
  private final Counter openFds = gauge("process_open_fds", null, "Open file descriptors.");
  private final Counter userUs = new Counter();
  private final Counter systemUs = new Counter();
  private final ReentrantLock reading = new ReentrantLock();
  private final byte[] text = new byte[BYTES_MAX];
  private final long[] fields = new long[FIELDS];
  private final long pageBytes = pageBytes();
  private final RandomAccessFile stat;

  /** Read once. */
  public ProcessMetrics() {
    lifetime("process_cpu_user_seconds_total", "rusage_user", US_DECIMALS,
        "CPU time in user space.", userUs::get);
    lifetime("process_cpu_system_seconds_total", "rusage_system", US_DECIMALS,
        "CPU time in the kernel.", systemUs::get);
    lifetime("process_cpu_seconds_total", null, US_DECIMALS, "CPU time of the process.",
        () -> userUs.get() + systemUs.get());
    long maxFds = maxFds();
    gauge("process_max_fds", null, "How many file descriptors may be open.", () -> maxFds);
    long startMs =
        ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    gauge("process_start_time_seconds", null, MS_DECIMALS,
        "When the process started, in seconds since 1970.", () -> startMs);
    stat = open();
    sample();
  }

  private static RandomAccessFile open() {
    try {
      return new RandomAccessFile("/proc/self/stat", "r");
    } catch (IOException e) {
      return null; // no /proc here: nothing of it is told
    }
  }

  private static long pageBytes() {
    try {
      byte[] told = Files.readAllBytes(Path.of("/proc/self/auxv"));
      LongBuffer pairs = ByteBuffer.wrap(told).order(ByteOrder.nativeOrder()).asLongBuffer();
      while (pairs.remaining() >= 2) {
        long key = pairs.get();
        long value = pairs.get();
        if (key == AT_PAGESZ) {
          return value;
        }
      }
    } catch (IOException e) {
      // What it is nearly everywhere.
    }
    return PAGE_BYTES_USUAL;
  }

  private static long maxFds() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      return Resource.getrlimit(Resource.RLIMIT_NOFILE, limit) == 0 ? Rlimit.current(limit) : 0;
    }
  }

  /** Reads it anew. Any thread but a worker's. */
  public void sample() {
    reading.lock();
    try {
      if (stat != null) {
        read();
      }
      openFds.set(openFds());
    } catch (IOException e) {
      // What was read before is told on.
    } finally {
      reading.unlock();
    }
  }

  private void read() throws IOException {
    stat.seek(0);
    int length = stat.read(text);
    parse(length);
    userUs.set(fields[UTIME] * TICK_US);
    systemUs.set(fields[STIME] * TICK_US);
    threads.set(fields[THREADS]);
    virtual.set(fields[VSIZE]);
    rss.set(fields[RSS] * pageBytes);
  }

  /** Since Linux 6.2 it is told as the folder's size. */
  private static long openFds() {
    long told = DESCRIPTORS.length();
    if (told > 0) {
      return told;
    }
    String[] names = DESCRIPTORS.list();
    return names == null ? 0 : names.length;
  }

  /** The numbers behind the name, which may hold anything; of those told none is negative. */
  private void parse(int length) {
    int at = length - 1;
    while (at > 0 && text[at] != ')') {
      at--;
    }
    at += 2;
    for (int field = 0; field < FIELDS; field++) {
      long number = 0;
      for (; at < length && text[at] != ' '; at++) {
        number = number * 10 + (text[at] - '0');
      }
      fields[field] = number;
      at++;
    }
  }
}
