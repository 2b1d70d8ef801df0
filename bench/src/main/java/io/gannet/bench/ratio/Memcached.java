package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.function.Function;

/** memcached itself: a process of its own. */
final class Memcached implements Subject {
  private static final long MIB = 1 << 20;

  private final Function<Trace, MemcachedClock> clocks;

  /** By the trace's time, where that can be. */
  Memcached() {
    this(MemcachedClock::of);
  }

  Memcached(Function<Trace, MemcachedClock> clocks) {
    this.clocks = clocks;
  }

  @Override
  public String name() {
    return "memcached";
  }

  @Override
  public String about() {
    return "the real one, a process with -m; whole MiB";
  }

  @Override
  public String version() {
    return MemcachedProcess.version() + ", " + MemcachedClock.about();
  }

  @Override
  public Tally replay(Trace trace, long memoryBytes, int uncounted) {
    if (memoryBytes % MIB != 0) {
      throw new SubjectException(
          "memcached counts its memory in MiB, " + memoryBytes + " bytes are not whole ones:"
              + " --scale auto, or sizes in MiB");
    }
    try (MemcachedClock clock = clocks.apply(trace);
        MemcachedProcess process = MemcachedProcess.start(memoryBytes / MIB, clock);
        MemcachedClient client = new MemcachedClient(process.connect())) {
      clock.begin(process, client);
      return new MemcachedReplay(trace, client, clock, memoryBytes, uncounted).run();
    }
  }
}
