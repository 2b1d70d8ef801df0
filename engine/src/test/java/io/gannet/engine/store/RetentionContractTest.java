package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Demand.Outcome;
import io.gannet.engine.store.Demand.Sizes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every engine and policy keeps, whatever the mix of deadlines, overwrites and sizes: at least
 * so much of what an exact LRU finds that has four fifths of the memory for keys and values alone.
 * Nobody is refused. From a seed: a change that loses something here loses it everywhere.
 */
class RetentionContractTest {
  private static final int REGION_BYTES = 1 << 20;
  private static final int LRU_BYTES = REGION_BYTES / 5 * 4;
  private static final int UNIT_BYTES = 16 << 10;
  private static final int SLOT_BYTES = 512;
  private static final int MEAN_ITEM_BYTES = 208;
  private static final int KEYS = 4 * REGION_BYTES / MEAN_ITEM_BYTES;
  private static final int REQUESTS = 72_000;

  /** Each of the lives, each share of overwrites and each kind of sizes, some of them together. */
  private static final List<Demand> DEMANDS =
      List.of(
          new Demand(Lives.FOR_EVER, 0, Sizes.BY_KEY),
          new Demand(Lives.FOR_EVER, 0.7, Sizes.BY_WRITE),
          new Demand(Lives.ONE_HOUR, 0.3, Sizes.ALIKE),
          new Demand(Lives.TEN_LIVES, 0, Sizes.BY_KEY),
          new Demand(Lives.SIX_HUNDRED_LIVES, 0.3, Sizes.BY_KEY),
          new Demand(Lives.A_DAY_AT_MOST, 0, Sizes.IN_TURNS),
          new Demand(Lives.ANY, 0.3, Sizes.BY_KEY),
          new Demand(Lives.HALF_FOR_EVER, 0.7, Sizes.BY_WRITE),
          new Demand(Lives.JITTERED, 0, Sizes.BY_KEY));

  /** The least share of the LRU's hits, by the beginning of a subject's name: the first counts. */
  private static final Map<String, Double> FLOORS = new LinkedHashMap<>();

  static {
    FLOORS.put("seg merge", 0.97);
    FLOORS.put("seg s3fifo", 0.97);
    FLOORS.put("seg cte", 0.80); // with many deadlines it gives up what was just written
    FLOORS.put("seg", 0.91);
    FLOORS.put("slab of few sizes", 0.75);
    FLOORS.put("slab", 0.85);
    FLOORS.put("cuckoo cte", 0.60); // likewise
    FLOORS.put("cuckoo without cas cte", 0.60);
    FLOORS.put("cuckoo", 0.75); // each slot as large as the largest item
    FLOORS.put("direct", 0.68);
  }

  @EachSubject
  void hitsDoNotFallWhateverTheDeadlinesOverwritesAndSizes(Subject subject) {
    for (Demand demand : DEMANDS) {
      Outcome outcome = ask(subject, demand);
      double share = outcome.hits() / outcome.best();
      assertEquals(0, outcome.refused(), demand + ": refused");
      assertTrue(share >= floor(subject), demand + ": " + share + " of an LRU's hits");
    }
  }

  private static double floor(Subject subject) {
    return FLOORS.entrySet().stream()
        .filter(floor -> subject.name().startsWith(floor.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static Outcome ask(Subject subject, Demand demand) {
    Scale scale = new Scale(REGION_BYTES, UNIT_BYTES, SLOT_BYTES, MEAN_ITEM_BYTES);
    try (StoreShard<Store> shard = subject.shard(scale)) {
      return demand.ask(shard, KEYS, REQUESTS, LRU_BYTES);
    }
  }
}
