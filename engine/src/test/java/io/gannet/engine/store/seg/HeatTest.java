package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How heat is won, what it is worth, and that it does not last: the policies that keep by it. */
class HeatTest {
  private static final int SEGMENTS = 48;
  private static final String VALUE = "x".repeat(80);

  /** What memory holds of such items, about. */
  private static final int ITEMS = SEGMENTS * Shard.SEGMENT_BYTES / 96;

  /** A working set that fits, and of which two do not. */
  private static final int WANTED = ITEMS * 7 / 10;

  /** New items in somewhat more than a time of the heat's clock. */
  private static final int A_TIME = ITEMS / 7;

  private final SplittableRandom random = new SplittableRandom(1);
  private int scanned;

  private static Shard shard(EvictionPolicy policy) {
    SegOptions options = new SegOptions(Shard.SEGMENT_BYTES, 64, 1 << 20, policy);
    return new Shard(options, SEGMENTS * (Shard.SEGMENT_BYTES + 1024L));
  }

  /** Asks for each of a set so many times over, and beside two a new one that nobody wants. */
  private void want(Shard shard, String name, int count, int rounds) {
    for (int i = 0; i < rounds * count; i++) {
      String key = name + i % count;
      if (shard.find(key) == Store.ABSENT) {
        set(shard, key);
      }
      scan(shard, i % 2);
    }
  }

  private void scan(Shard shard, int items) {
    for (int i = 0; i < items; i++) {
      set(shard, "scan" + scanned++);
    }
  }

  private static void set(Shard shard, String key) {
    assertTrue(shard.set(key, VALUE) >= 0, "refused");
    shard.store.maintain(16);
  }

  /** Those of a set that are there, which is found out without warming them. */
  private static List<String> held(Shard shard, String name, int count) {
    List<String> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (shard.touch(name + i, Store.NEVER) != Store.ABSENT) {
        held.add(name + i);
      }
    }
    return held;
  }

  private static void assertHeld(
      Shard shard, String name, int count, double least, double most) {
    int held = held(shard, name, count).size();
    assertTrue(held >= least * count && held <= most * count, name + ": " + held + " of " + count);
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void whatWasHotLongAgoGoesBeforeWhatIsALittleWarmNow(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      want(shard, "old", WANTED, 4);
      assertHeld(shard, "old", WANTED, 0.9, 1);
      want(shard, "now", WANTED, 16);
      assertHeld(shard, "old", WANTED, 0, 0.4);
      assertHeld(shard, "now", WANTED, 0.9, 1);
    }
  }

  /** It has not been judged: what is moved for the sake of dead bytes is as warm as before. */
  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void compactionDoesNotCool(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      int count = ITEMS / 5;
      for (int i = 0; i < count; i++) {
        set(shard, "warm" + i);
        set(shard, "dead" + i);
      }
      scan(shard, A_TIME);
      held(shard, "warm", count).forEach(shard::find);
      for (int i = 0; shard.metrics().itemsCompacted.get() < 3 * count; i++) {
        assertTrue(i < 1_000 * count, "nothing is moved");
        shard.set("dead" + random.nextInt(count), "x".repeat(random.nextInt(160)));
        shard.store.maintain(16);
      }
      assertEquals(0, shard.metrics().evictions.get());
      scan(shard, 2 * ITEMS);
      assertHeld(shard, "warm", count, 0.5, 1);
    }
  }

  @Test
  void theDeadestSegmentIsCompactedFirst() {
    try (Shard shard = shard(EvictionPolicy.FIFO)) {
      Map<Long, List<String>> segments = new HashMap<>();
      for (int i = 0; shard.metrics().segmentsFree.get() > 4; i++) {
        long pin = shard.store.pin(shard.set("k" + i, VALUE));
        shard.store.unpin(pin);
        segments.computeIfAbsent(pin, segment -> new ArrayList<>()).add("k" + i);
      }
      List<List<String>> all = new ArrayList<>(segments.values());
      List<String> deadest = all.get(all.size() / 2);
      for (List<String> keys : all) {
        int deleted = keys == deadest ? keys.size() - 2 : keys.size() / 5;
        keys.subList(0, deleted).forEach(shard::delete);
      }
      for (int i = 0; shard.metrics().segmentsCompacted.get() < 2; i++) {
        assertTrue(i < ITEMS, "nothing is compacted");
        scan(shard, 1);
      }
      long moved = shard.metrics().itemsCompacted.get();
      assertTrue(moved < 25, moved + " items were moved");
      assertEquals(0, shard.metrics().evictions.get());
    }
  }

  /** Main has judged it: when it comes back it has to be asked for again to stay. */
  @Test
  void whatMainForgetsLeavesNoGhost() {
    try (Shard shard = shard(EvictionPolicy.S3FIFO)) {
      want(shard, "old", WANTED, 3);
      List<String> gone = new ArrayList<>();
      for (int round = 0; gone.size() < 100; round++) {
        assertTrue(round < 20, "nothing is forgotten");
        List<String> before = held(shard, "old", WANTED);
        want(shard, "now", WANTED, 1);
        before.removeAll(held(shard, "old", WANTED));
        gone = before;
      }
      gone.forEach(key -> set(shard, key));
      scan(shard, ITEMS / 2);
      List<String> back = held(shard, "old", WANTED);
      back.retainAll(gone);
      assertTrue(back.size() < gone.size() / 10, back.size() + " of " + gone.size() + " stay");
    }
  }
}
