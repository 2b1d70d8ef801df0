package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.LoadObserver.Phase;
import io.gannet.bench.workload.Workload;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Load against real servers. */
class LoadTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};

  /** For runs that end by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static ServerProcess pingserver;
  private static ServerProcess segcache;

  @BeforeAll
  static void startServers() {
    pingserver = ServerProcess.gannet("pingserver");
    segcache = ServerProcess.gannet("segcache", "--memory", "64MiB");
  }

  @AfterAll
  static void stopServers() {
    pingserver.close();
    segcache.close();
  }

  private static LoadPlan pings() {
    return Plans.plan(pingserver.address(), Protocol.PING, Workloads.gets(1));
  }

  private static LoadPlan texts() {
    return Plans.plan(segcache.address(), Protocol.MEMCACHED, Workloads.halfSets());
  }

  @Test
  void aClosedLoopAsksUntilItsTimeIsOver() {
    LoadResult result = Load.run(pings(), NOBODY);
    assertTrue(result.counts().requests() > 100, result::toString);
    assertEquals(result.counts().requests(), result.counts().hits());
    long late = result.service().getTotalCount() - result.counts().requests();
    assertTrue(late >= 0 && late <= 16, "replies after the end: " + late);
    assertEquals(Map.of(), result.errorKinds());
    assertEquals(500e6, result.elapsedNs());
  }

  @Test
  void anOpenLoopAsksAsOftenAsItShould() {
    for (Arrivals arrivals : List.of(Arrivals.constant(4000), Arrivals.poisson(4000))) {
      LoadResult result = Load.run(pings().arriving(arrivals), NOBODY);
      Counts counts = result.counts();
      assertEquals(2000, counts.requests() + counts.dropped(), 300, result::toString);
      assertEquals(counts.requests(), result.perceived().getTotalCount());
      assertEquals(counts.requests(), result.slip().getTotalCount());
      assertEquals(counts.requests(), result.service().getTotalCount());
      assertEquals(Map.of(), result.errorKinds());
    }
  }

  @Test
  void aFilledServerMissesNothing() {
    LoadPlan plan = texts().lasting(Duration.ZERO, Duration.ofMillis(300), true);
    LoadResult result = Load.run(plan, NOBODY);
    Counts counts = result.counts();
    assertEquals(0, counts.misses() + counts.errors(), result::toString);
    assertTrue(counts.hits() > 0 && counts.sets() > 0);
    assertEquals(counts.requests(), counts.hits() + counts.sets());
  }

  @Test
  void everyPhaseIsToldOnceAndIntervalsAddUp() {
    List<Phase> phases = new ArrayList<>();
    List<Interval> intervals = new ArrayList<>();
    LoadObserver observer =
        new LoadObserver() {
          @Override
          public void phase(Phase phase) {
            phases.add(phase);
          }

          @Override
          public void interval(Interval interval) {
            intervals.add(interval);
          }
        };
    LoadPlan plan = texts().lasting(Duration.ofMillis(300), Duration.ofMillis(1500), true);
    LoadResult result = Load.run(plan, observer);
    assertEquals(List.of(Phase.values()), phases);
    assertEquals(intervals, result.intervals());
    assertEquals(3, intervals.size());
    assertTrue(intervals.get(0).fromNs() < 0 && intervals.get(0).counts().requests() > 0);
    Counts sum = intervals.get(1).counts().plus(intervals.get(2).counts());
    assertEquals(result.counts(), sum);
    assertTrue(result.busy() > 0 && result.generatorCpuNs() > 0 && result.generatorEnters() > 0);
  }

  /** Observers take their time (they read the server's counters), and load is made meanwhile. */
  @Test
  void theBusyTimeOfAStretchIsItsOwnHoweverSlowTheObserver() {
    LoadObserver slow =
        new LoadObserver() {
          @Override
          public void phase(Phase phase) {
            if (phase == Phase.MEASURE) {
              LockSupport.parkNanos(400_000_000);
            }
          }
        };
    LoadPlan plan = pings().lasting(Duration.ofMillis(400), Duration.ofMillis(800), false);
    LoadResult result = Load.run(plan, slow);
    double cpuNs = 0;
    for (Interval interval : result.intervals()) {
      long ns = interval.toNs() - interval.fromNs();
      cpuNs += interval.fromNs() < 0 ? 0 : interval.busy() * ns;
    }
    // A running thread's time on a CPU is known to a tick.
    assertEquals(result.generatorCpuNs(), cpuNs, 20e6 + 0.05 * cpuNs, result::toString);
    assertEquals(result.busy() * result.elapsedNs(), cpuNs, 20e6 + 0.05 * cpuNs, result::toString);
  }

  @Test
  void theServerAnsweredWhatWasCounted() throws Exception {
    LoadPlan plan =
        Plans.requests(Plans.connections(texts(), 3, 7), 10_001)
            .lasting(Duration.ZERO, PATIENCE, false);
    for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.poisson(50_000))) {
      long before = answered();
      LoadResult result = Load.run(plan.arriving(arrivals), NOBODY);
      assertEquals(10_001, result.counts().requests() + result.counts().dropped());
      assertEquals(result.counts().requests(), answered() - before);
    }
  }

  private static long answered() throws Exception {
    return metric("gannet_memcache_get_total") + metric("gannet_memcache_set_total");
  }

  /** The sum over all workers. */
  private static long metric(String name) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + segcache.adminPort() + "/metrics");
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aMissIsFilledWithItsKey() {
    Workload workload = Workloads.synthetic(500, "100", "get=100", true);
    for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.constant(5000))) {
      try (ServerProcess fresh = ServerProcess.gannet("segcache", "--memory", "64MiB")) {
        LoadPlan plan = Plans.plan(fresh.address(), Protocol.MEMCACHED, workload);
        LoadResult result = Load.run(plan.arriving(arrivals), NOBODY);
        Counts counts = result.counts();
        assertEquals(0, counts.errors());
        if (arrivals.open()) {
          assertEquals(counts.requests() - counts.fills(), result.perceived().getTotalCount());
          assertEquals(counts.requests() - counts.fills(), result.slip().getTotalCount());
          assertEquals(counts.requests(), result.service().getTotalCount());
          assertEquals(2500 / 0.5, result.duePerSecond(), 1);
        }
        assertTrue(counts.fills() > 0 && counts.hits() > 0, counts::toString);
        assertEquals(counts.sets(), counts.fills());
        assertEquals(counts.requests(), counts.hits() + counts.misses() + counts.sets());
        // A key may be missed again while its set is on its way, and the last are not stored.
        assertTrue(counts.misses() >= counts.fills() && counts.misses() < 600, counts::toString);
      }
    }
  }

  @Test
  void largeValuesAreWrittenAndReadWhole() {
    Workload workload = Workloads.synthetic(20, "500000", "get=50,set=50", false);
    LoadPlan plan =
        Plans.plan(segcache.address(), Protocol.MEMCACHED, workload)
            .lasting(Duration.ZERO, Duration.ofMillis(500), true);
    for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.constant(200))) {
      LoadResult result = Load.run(plan.arriving(arrivals), NOBODY);
      assertTrue(result.counts().requests() > 10, result::toString);
      assertEquals(0, result.counts().errors() + result.counts().misses(), result::toString);
    }
  }

  @Test
  void severalThreadsShareThePlan() {
    LoadPlan plan =
        Plans.requests(Plans.connections(texts(), 5, 3), 5000)
            .on(List.of(0, 0, 0))
            .lasting(Duration.ZERO, PATIENCE, false);
    for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.constant(20_000))) {
      Counts counts = Load.run(plan.arriving(arrivals), NOBODY).counts();
      assertEquals(5000, counts.requests() + counts.dropped(), arrivals + " " + counts);
    }
  }

  @Test
  void aSpinningLoopIsOnTime() {
    LoadPlan plan = pings().arriving(Arrivals.constant(2000));
    LoadResult result = Load.run(Plans.spin(plan, Duration.ofMillis(1)), NOBODY);
    assertEquals(1000, result.counts().requests(), 150, result::toString);
  }

  @Test
  void aServerThatIsNotThereIsSaidSo() {
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", ServerProcess.freePort());
    LoadException e =
        assertThrows(
            LoadException.class, () -> Load.run(pings().against(nobody, Protocol.PING), NOBODY));
    assertTrue(e.getMessage().contains("ECONNREFUSED"), e::getMessage);
    assertTrue(e.getMessage().contains("cure: "), e::getMessage);
  }

  @Test
  void anOpenLoopThatAsksNothingIsRefused() {
    for (double pace : new double[] {0, -1, Double.NaN}) {
      for (Arrivals arrivals :
          List.of(Arrivals.constant(pace), Arrivals.poisson(pace), Arrivals.trace(pace))) {
        LoadException e =
            assertThrows(
                LoadException.class, () -> Load.run(pings().arriving(arrivals), NOBODY));
        assertTrue(e.getMessage().contains("asks nothing"), e::getMessage);
      }
    }
  }

  @Test
  void aNameWithoutAnAddressIsSaidSo() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
    LoadException e =
        assertThrows(
            LoadException.class, () -> Load.run(pings().against(nowhere, Protocol.PING), NOBODY));
    assertTrue(e.getMessage().contains("no-such-host.invalid"), e::getMessage);
  }
}
