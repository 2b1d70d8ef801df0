package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of declared figures in {@code stats}. */
class StatisticsTest {
  private static final int ROWS = 300;

  /** As many rows as make a reply of several blocks. */
  private static final class Things extends MetricGroup {
    private static final List<String> IDS =
        IntStream.range(0, ROWS).mapToObj(Integer::toString).toList();

    final Counters number;
    final Counters evicted;
    final Histogram ages = histogram("age", "age", "Ages.", Histogram.ofPowers(4));

    Things(Counters told) {
      super("things", new RowLabels("items:", "thing", IDS, row -> told.get(row) != 0));
      number = rowGauge("thing_number", "number", "How many.");
      evicted = rowCounter("thing_evicted_total", "evicted", "How many went.");
      rowGauge("thing_unnamed", null, "Not in stats.");
      ratio("mean", "mean", "A mean.", () -> number.get(7), () -> 3);
    }
  }

  private final Counters told = new Counters(ROWS);
  private final Things things = new Things(told);
  private final Harness harness = new Harness(false);

  StatisticsTest() {
    harness.statistics.add(things);
    for (int row = 0; row < ROWS; row++) {
      things.number.set(row, row);
    }
  }

  @Test
  void onlyRowsThatSaySomethingAreTold() {
    told.set(7, 1);
    things.evicted.add(7, 2);
    assertEquals(
        "STAT items:7:number 7\r\nSTAT items:7:evicted 2\r\nSTAT mean 2.333\r\nEND\r\n",
        harness.talk("stats things\r\n"));
  }

  @Test
  void aHistogramIsItsBucketsThatHoldSomething() {
    things.ages.record(3);
    things.ages.record(4);
    things.ages.record(1 << 20);
    assertTrue(
        harness.talk("stats things\r\n").contains("STAT age:4 2\r\nSTAT age:more 1\r\nEND\r\n"));
  }

  @Test
  void aResetIsWhereCountsAreToldFrom() {
    told.set(7, 1);
    things.evicted.add(7, 5);
    things.ages.record(2);
    assertEquals("RESET\r\n", harness.talk("stats reset\r\n"));
    things.evicted.add(7, 1);
    String reply = harness.talk("stats things\r\n");
    assertTrue(reply.contains("STAT items:7:evicted 1\r\n"), reply);
    assertTrue(reply.contains("STAT items:7:number 7\r\n"), reply);
    assertTrue(!reply.contains("age:"), reply);
  }

  @Test
  void aReplyLongerThanTheRoomIsToldInPieces() {
    for (int row = 0; row < ROWS; row++) {
      told.set(row, 1);
    }
    String whole = harness.talk("stats things\r\n");
    assertEquals(2 * ROWS + 2, whole.lines().count());
    for (long seed = 1; seed <= 20; seed++) {
      harness.unruly(new Random(seed)).send("stats things\r\n".getBytes());
      assertEquals(whole, harness.replies(), "seed " + seed);
    }
  }

  @Test
  void toTellAllocatesNothing() {
    for (int row = 0; row < ROWS; row++) {
      told.set(row, 1);
    }
    DiscardingOutput out = new DiscardingOutput(Arena.ofAuto().allocate(1 << 20), 1024);
    Statistics.Section section = harness.statistics.section("things");
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 5 && allocated > 0; i++) { // the JVM allocates a little when it compiles
      long before = thread.getCurrentThreadAllocatedBytes();
      for (int round = 0; round < 200; round++) {
        out.position = 0;
        for (int part = 0; part < section.parts(); part++) {
          int row = 0;
          while (row < section.part(part).rows()) {
            row = section.part(part).tell(row, out);
          }
        }
      }
      allocated = thread.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, allocated);
  }

  /** The store's figures and the protocol's are told in one section. */
  @EachSubject
  void noNameIsToldTwice(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      harness.statistics.add(shard.made.metrics());
      List<String> names =
          harness.talk("stats\r\n").lines().map(line -> line.replaceFirst(" [^ ]*$", "")).toList();
      assertEquals(names.stream().distinct().toList(), names);
    }
  }

  @Test
  void aWalkIsUnknownUnlessItIsAllowed() {
    assertEquals("ERROR\r\n", harness.talk("debug walk\r\n"));
  }
}
