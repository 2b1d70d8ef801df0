package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import io.gannet.bench.workload.Workload;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A load thread allocates nothing per request, so that no collection disturbs a measurement. */
class AllocationTest {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final long BYTES_MAX = 100_000;

  private static final long REQUESTS_MIN = 100_000;

  /** Bytes that the load thread has allocated at the end of each interval. */
  private static final class Watch implements LoadObserver {
    private final List<Long> allocated = new ArrayList<>();

    @Override
    public void interval(Interval interval) {
      for (long id : THREADS.getAllThreadIds()) {
        if (THREADS.getThreadInfo(id).getThreadName().equals("load-0")) {
          allocated.add(THREADS.getThreadAllocatedBytes(id));
        }
      }
    }

    /** By the least of any stretch; the first is the warm-up's. */
    long least() {
      long least = Long.MAX_VALUE;
      for (int i = 1; i < allocated.size(); i++) {
        least = Math.min(least, allocated.get(i) - allocated.get(i - 1));
      }
      return least;
    }
  }

  @Test
  void aHundredThousandRequestsAllocateNothing() {
    Workload workload = Workloads.synthetic(20_000, "100", "get=80,set=10,delete=10", true);
    try (ServerProcess server = ServerProcess.gannet("segcache", "--memory", "64MiB")) {
      for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.poisson(150_000))) {
        LoadPlan plan =
            Plans.connections(
                    Plans.plan(server.address(), Protocol.MEMCACHED, workload), 20, 16)
                .arriving(arrivals)
                .lasting(Duration.ofMillis(1000), Duration.ofMillis(3000), false);
        Watch watch = new Watch();
        LoadResult result = Load.run(plan, watch);
        long most =
            result.intervals().stream().mapToLong(i -> i.counts().requests()).max().orElse(0);
        assertTrue(result.counts().requests() >= REQUESTS_MIN, result.counts()::toString);
        assertTrue(
            watch.least() <= BYTES_MAX,
            () -> arrivals + ": " + watch.allocated + " bytes, up to " + most + " requests");
      }
    }
  }
}
