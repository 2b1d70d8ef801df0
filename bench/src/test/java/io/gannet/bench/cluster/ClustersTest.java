package io.gannet.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ratio.WorkingSet;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Verb;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.SyntheticWorkload;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void allFiftyFourAreReadAndOneSaysNothing() {
    List<Cluster> all = Clusters.all();
    assertEquals(54, all.size());
    for (Cluster cluster : all) {
      assertEquals(cluster.number() != 5, cluster.isKnown(), cluster.toString());
      if (cluster.isKnown()) {
        assertEquals(1, cluster.verbs().values().stream().mapToDouble(v -> v).sum(), 1e-9);
        assertFalse(cluster.ttls().isEmpty());
      }
    }
  }

  @Test
  void aRowSaysWhatItSays() {
    Cluster cluster = Clusters.named("twitter:22");
    assertEquals(54, cluster.keyBytes());
    assertEquals(4, cluster.valueBytes());
    assertEquals(4.3, cluster.meanFrequency());
    assertEquals(0.4148, cluster.oneHitShare(), 1e-9);
    assertEquals(0.85, cluster.ttls().get(86_400));
    assertEquals(0.03, cluster.ttls().get(1_800));
    assertEquals(0.18, cluster.verbs().get(Verb.INCR), 1e-9);
    assertEquals(1682 / 3627.0, cluster.liveShare());
    assertEquals(0.7624, cluster.alpha());
    assertEquals(0.04, Clusters.named("twitter:34").ttls().get(38_160)); // 10.6 h
  }

  @Test
  void requestsHaveTheRowsOperationsSizesAndDeadlines() {
    Cluster cluster = Clusters.named("twitter:23");
    Trace trace = new LikeCluster(cluster, 1).trace(60_000);
    cluster.verbs().forEach((verb, share) -> {
      long count = IntStream.range(0, 60_000).filter(i -> trace.verb(i) == verb).count();
      assertEquals(share * 60_000, count, 60_000 * 0.01, verb.word());
    });
    double mean = IntStream.range(0, 60_000).map(trace::valueBytes).average().orElseThrow();
    assertEquals(cluster.valueBytes(), mean, cluster.valueBytes() * 0.03);
    double twoMinutes = IntStream.range(0, 60_000).filter(i -> trace.ttlSec(i) == 120).count();
    assertEquals(0.93, twoMinutes / 60_000, 0.03);
    assertEquals("like twitter:23", trace.name());
  }

  @Test
  void theSameSeedMakesTheSameRequests() {
    Cluster cluster = Clusters.named("twitter:19");
    Trace once = new LikeCluster(cluster, 5).trace(20_000);
    Trace again = new LikeCluster(cluster, 5).trace(20_000);
    for (int i = 0; i < 20_000; i++) {
      assertEquals(once.key(i), again.key(i));
      assertEquals(once.verb(i), again.verb(i));
      assertEquals(once.ttlSec(i), again.ttlSec(i));
      assertEquals(once.valueBytes(i), again.valueBytes(i));
    }
  }

  @Test
  void timePassesSoThatAsMuchLivesAsTheRowSays() {
    Cluster cluster = Clusters.named("twitter:40");
    ClusterTrace like = ClusterTrace.of(cluster, 4 << 20, 900_000, 1);
    long footprint = like.trace().footprintBytes();
    double wanted = Math.max(0.2, cluster.liveShare());
    assertEquals(like.workingSetBytes(), WorkingSet.peakBytes(like.trace()));
    assertEquals(wanted, like.workingSetBytes() / (double) footprint, 0.05);
    assertEquals(4 << 20, like.workingSetBytes(), 1 << 20);
  }

  @Test
  void aServerIsAskedWhatItUnderstands() {
    SyntheticWorkload load = new SyntheticWorkload(
        new LikeCluster(Clusters.named("twitter:14"), 1).load(10_000));
    RequestSource source = load.source(0, 1);
    Ask ask = new Ask();
    int deletes = 0;
    for (int i = 0; i < 10_000; i++) {
      assertTrue(source.next(ask));
      assertEquals(86_400, ask.ttlSec);
      assertEquals(96, ask.keyBytes);
      deletes += ask.op == Op.DELETE ? 1 : 0;
    }
    assertEquals(2_200, deletes, 200);
    assertTrue(load.fillsOnMiss());
  }

  @Test
  void nonsenseIsRefusedWithTheCure() {
    for (String word : List.of("twitter:5", "twitter:55", "19", "meta:1")) {
      String why =
          assertThrows(IllegalArgumentException.class, () -> Clusters.named(word)).getMessage();
      assertTrue(why.contains(word) && why.contains("twitter:1 to twitter:54"), why);
    }
    assertEquals(3, Clusters.numbered("1-2,54").size());
    for (String words : List.of("", "x", "60", "1-2-3")) {
      assertThrows(IllegalArgumentException.class, () -> Clusters.numbered(words), words);
    }
  }
}
