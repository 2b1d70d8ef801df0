package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.memcache.Shop.Uploader;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What memcached stores is stored: what finds no memory at once waits for it, and has it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a wait without end
class WaitingForMemoryTest {
  private static final String STORED = "STORED\r\n";
  private static final int MIB = 1 << 20;
  private static final int TURNS_MAX = 200_000;

  /** With blocks of 1 MiB; the others hold no large values. */
  private static Stream<Subject> large() {
    return Subject.all().filter(s -> s.name().matches("seg .*|slab (lra|lrc|random)"));
  }

  private static Shop shop(Subject subject) {
    return new Shop(subject, new Scale(64 * MIB, MIB, 512, 64));
  }

  /** M1. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void manyUploadsAtOnceAreAllStored(Subject subject) {
    try (Shop shop = shop(subject)) {
      List<Uploader> all = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        all.add(shop.uploader().says("u" + i, 700_000 + i * 1_250));
      }
      upload(shop, all);
      assertTrue(shop.metrics.waits.get() > 0, "no memory was short");
      shop.isAtRest();
    }
  }

  /** In pieces of 128 KiB, all of them in turns, until all are done. */
  private static void upload(Shop shop, List<Uploader> all) {
    for (int turns = 0; !all.stream().allMatch(Uploader::isDone); turns++) {
      assertTrue(turns < TURNS_MAX, "some wait for ever");
      all.forEach(uploader -> uploader.send(128 << 10));
      shop.turn();
    }
    for (Uploader uploader : all) {
      assertEquals(STORED, uploader.replies());
    }
    assertEquals(0, shop.metrics.noMemory.get());
  }

  /** M2. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void valuesMayGrowWhileMemoryIsFullOfSmallOnes(Subject subject) {
    try (Shop shop = shop(subject)) {
      shop.fill(0, 400_000, 100);
      assertTrue(shop.made.stat("evictions") > 0 || shop.made.stat("curr_items") > 300_000);
      for (int i = 0; i < 300; i++) {
        Uploader uploader = shop.uploader().says("l" + i, 500_000);
        upload(shop, List.of(uploader));
        assertTrue(shop.holds("l" + i), "value " + i);
      }
      boolean slabs = subject.name().startsWith("slab"); // these were quick enough before
      assertTrue(slabs || shop.metrics.waits.get() > 0, "no memory was short");
      shop.isAtRest();
    }
  }

  /** E3. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void largeValuesAreStoredAfterTinyOnes(Subject subject) {
    try (Shop shop = new Shop(subject, new Scale(48 * MIB, MIB, 512, 20))) {
      shop.fill(0, 1_500_000, 10);
      List<Uploader> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(shop.uploader());
      }
      for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 16; i++) {
          all.set(i, shop.uploader().says("l" + round + "-" + i, 1_000_000));
        }
        upload(shop, all);
      }
      shop.isAtRest();
    }
  }

  /** A waiter has its turn though others take memory all the time. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void smallSetsOfOthersDoNotStarveALargeOne(Subject subject) {
    try (Shop shop = new Shop(subject, new Scale(16 * MIB, MIB, 512, 20))) {
      shop.fill(0, 600_000, 10);
      int next = 600_000;
      for (int i = 0; i < 30; i++) {
        Uploader uploader = shop.uploader().says("l" + i, 900_000);
        int turns = 0;
        for (; !uploader.isDone(); turns++) {
          assertTrue(turns < 2_000, "it waits while others are served");
          uploader.send(64 << 10);
          shop.fill(next, 64, 10);
          next += 64;
        }
        assertEquals(STORED, uploader.replies(), "value " + i);
      }
      assertEquals(0, shop.metrics.noMemory.get());
    }
  }

  /** A set that waits has not happened yet; one that has waited in vain has failed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void whatASetIsToReplaceIsThereUntilItIsGivenUp(Subject subject) {
    try (Shop shop = shop(subject)) {
      upload(shop, List.of(shop.uploader().says("a", 10)));
      List<Uploader> open = new ArrayList<>();
      for (int i = 0; open.isEmpty() || !open.getLast().waits(); i++) {
        open.add(shop.uploader().says(i % 2 == 0 ? "u" + i : "a", 900_000));
        open.getLast().send(100_000);
      }
      Uploader waiter = open.getLast();
      Uploader second = shop.uploader().says("a", 900_000);
      second.send(100_000);
      assertTrue(second.waits());
      shop.turn();
      assertTrue(waiter.waits() && shop.holds("a"));
      second.giveUp();
      assertEquals("SERVER_ERROR out of memory storing object\r\n", second.replies());
      assertTrue(!shop.holds("a"), "what a refused set was to replace has survived it");
      second.send(900_000);
      second.says("b", 10).send(100);
      assertTrue(second.replies().endsWith("object\r\n" + STORED), "the rest was not ignored");
      assertEquals(1, shop.metrics.waitsGivenUp.get());
      open.forEach(Uploader::leave);
      shop.isAtRest();
    }
  }

  /** Who has gone is not waited for. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void aWaiterThatLeavesLeavesNothingBehind(Subject subject) {
    try (Shop shop = shop(subject)) {
      List<Uploader> all = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        all.add(shop.uploader().says("u" + i, 900_000));
        all.get(i).send(100_000);
      }
      shop.turn();
      assertTrue(all.stream().anyMatch(Uploader::waits), "none waits");
      all.forEach(Uploader::leave);
      shop.fill(0, 100_000, 100);
      upload(shop, List.of(shop.uploader().says("last", 1_000_000)));
      assertTrue(shop.holds("last"));
      shop.isAtRest();
    }
  }
}
