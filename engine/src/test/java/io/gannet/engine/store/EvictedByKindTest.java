package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.MetricGroup;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code stats items} tells of items that were forgotten: of which kind, and how mortal. */
class EvictedByKindTest {
  private static final int BLOCK = 4096;

  @ParameterizedTest
  @MethodSource("io.gannet.engine.store.BlockEngine#all")
  void thoseThatHadADeadlineAreToldApart(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, 16)) {
      fill(shard, "lasting", Store.NEVER);
      assertTrue(told(shard, "evicted") > 0, "nothing is evicted");
      assertEquals(0, told(shard, "evicted_nonzero"), "none had a deadline");
      fill(shard, "mortal", shard.in(1_000_000));
      long mortal = told(shard, "evicted_nonzero");
      assertTrue(mortal > 0, "all of them had one, and many are gone");
      assertTrue(mortal < told(shard, "evicted"), "some had none");
      assertEquals(shard.stat("evictions"), told(shard, "evicted"));
    }
  }

  /** Four times as many as there is memory for. */
  private static void fill(BlockShard shard, String name, int deadlineSec) {
    for (int i = 0; i < 16 * 4 * BLOCK / 100; i++) {
      shard.put(name + i, "x".repeat(80), 0, deadlineSec);
      shard.turn();
    }
  }

  /** The sum of a column of all kinds. */
  private static long told(BlockShard shard, String name) {
    long sum = 0;
    for (MetricGroup group : shard.made.metrics().all()) {
      if (group.section().equals("items")) {
        int rows = group.labels().texts().size();
        sum +=
            group.columns().stream()
                .filter(column -> name.equals(column.stat()))
                .map(column -> column.value())
                .mapToLong(of -> IntStream.range(0, rows).mapToLong(of::applyAsLong).sum())
                .sum();
      }
    }
    return sum;
  }
}
