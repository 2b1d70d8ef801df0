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
  private static final long REQUESTS = 300_000;

  /** What the load thread had allocated and how much it had asked at the end of each stretch. */
  private static final class Watch implements LoadObserver {
    private final List<Long> allocated = new ArrayList<>();
    private final List<Long> requests = new ArrayList<>();
    private long asked;

    @Override
    public void interval(Interval interval) {
      asked += interval.counts().requests();
      requests.add(asked);
      for (long id : THREADS.getAllThreadIds()) {
        if (THREADS.getThreadInfo(id).getThreadName().equals("load-0")) {
          allocated.add(THREADS.getThreadAllocatedBytes(id));
        }
      }
    }

    /** Whether some stretches together had many requests and no allocation to speak of. */
    boolean sawNone() {
      int end = allocated.size() - 1;
      for (int i = 0; i < end; i++) {
        if (requests.get(end) - requests.get(i) >= REQUESTS_MIN
            && allocated.get(end) - allocated.get(i) <= BYTES_MAX) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "allocated " + allocated + " bytes for " + requests + " requests";
    }
  }

  @Test
  void aHundredThousandRequestsAllocateNothing() {
    Workload workload = Workloads.synthetic(20_000, "100", "get=80,set=10,delete=10", true);
    try (ServerProcess server = ServerProcess.gannet("segcache", "--memory", "64MiB")) {
      LoadPlan plan =
          Plans.connections(
              Plans.plan(server.address(), Protocol.MEMCACHED, workload), 20, 16);
      for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.poisson(100_000))) {
        LoadPlan endless =
            plan.arriving(arrivals)
                .lasting(Duration.ofMillis(500), Duration.ofSeconds(60), false);
        Watch watch = new Watch();
        LoadResult result =
            Load.run(Plans.requests(Plans.backlog(endless, 1 << 20), REQUESTS), watch);
        assertTrue(result.counts().requests() >= REQUESTS, result.counts()::toString);
        assertTrue(watch.sawNone(), () -> arrivals + ": " + watch);
      }
    }
  }
}
