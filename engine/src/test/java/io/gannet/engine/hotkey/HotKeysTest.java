package io.gannet.engine.hotkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which keys are told to be asked for most. */
class HotKeysTest {
  private static final int KEYS = 100_000;
  private static final int BATCH = 32;
  private static final long NOW_NS = 1_000_000_000L;

  /** Where the key of a rank begins, of all drawn: Zipf's law with exponent 1. */
  private static final double[] SUMS = sums();

  private static double[] sums() {
    double[] sums = new double[KEYS];
    double sum = 0;
    for (int rank = 0; rank < KEYS; rank++) {
      sum += 1.0 / (rank + 1);
      sums[rank] = sum;
    }
    return sums;
  }

  private static int zipf(Random random) {
    int at = Arrays.binarySearch(SUMS, random.nextDouble() * SUMS[KEYS - 1]);
    return at < 0 ? -at - 1 : at;
  }

  private static void count(HotKeys keys, String key, long nowNs) {
    byte[] bytes = key.getBytes(US_ASCII);
    keys.count(MemorySegment.ofArray(bytes), 0, bytes.length, key.hashCode(), nowNs);
  }

  /** Batches of requests, of which those that are to be counted are. */
  private static void ask(HotKeys keys, int batches, Random random) {
    int[] batch = new int[BATCH];
    for (int i = 0; i < batches; i++) {
      for (int j = 0; j < BATCH; j++) {
        batch[j] = zipf(random);
      }
      if (keys.passes(BATCH)) {
        for (int j = keys.next(BATCH); j >= 0; j = keys.next(BATCH)) {
          count(keys, "key" + batch[j], NOW_NS);
        }
      }
    }
  }

  private static List<String> told(HotKeyBoard board, int count) {
    return board.refresh().stream().limit(count).map(HotKeyBoard.Row::key).toList();
  }

  @Test
  void theTrueHeavyHittersAreFound() {
    HotKeys keys = new HotKeys(10, 4711);
    ask(keys, 40_000, new Random(1));
    HotKeyBoard board = new HotKeyBoard(List.of(keys));
    List<String> told = told(board, HotKeyBoard.TOLD);
    for (int rank = 0; rank < 8; rank++) {
      assertTrue(told.contains("key" + rank), rank + ": " + told);
    }
    assertEquals("key0", told.getFirst());
    HotKeyBoard.Row first = board.refresh().getFirst();
    double share = 1 / SUMS[KEYS - 1];
    assertEquals(share, first.permille() / 1000.0, share / 10);
    assertEquals(share * 40_000 * BATCH, first.requests(), share * 40_000 * BATCH / 10);
  }

  @Test
  void whatSeveralWorkersAreAskedForIsOne() {
    List<HotKeys> tables = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      tables.add(new HotKeys(10, worker));
      ask(tables.get(worker), 20_000, new Random(worker));
    }
    HotKeyBoard board = new HotKeyBoard(tables);
    List<String> told = told(board, HotKeyBoard.TOLD);
    assertEquals("key0", told.getFirst());
    assertEquals(told.stream().distinct().count(), told.size());
    double share = 1 / SUMS[KEYS - 1];
    assertEquals(share, board.refresh().getFirst().permille() / 1000.0, share / 10);
  }

  /** A client that repeats itself in step with the sampling still has all its keys counted. */
  @Test
  void keysInTurnAreAllCounted() {
    HotKeys keys = new HotKeys(4, 4711);
    for (int i = 0; i < 10_000; i++) {
      if (keys.passes(4)) {
        for (int j = keys.next(4); j >= 0; j = keys.next(4)) {
          count(keys, "key" + j, NOW_NS);
        }
      }
    }
    List<HotKeyBoard.Row> rows = new HotKeyBoard(List.of(keys)).refresh();
    assertEquals(4, rows.size());
    for (HotKeyBoard.Row row : rows) {
      assertEquals(10_000, row.requests(), 800, row.toString());
    }
  }

  /** One in so many is counted, whatever the batches are. */
  @Test
  void oneOfSoManyIsCounted() {
    for (int batch : new int[] {1, 7, 64}) {
      HotKeys keys = new HotKeys(100, batch);
      Random random = new Random(batch);
      long passed = 0;
      while (passed < 1_000_000) {
        int requests = 1 + random.nextInt(batch);
        passed += requests;
        if (keys.passes(requests)) {
          for (int j = keys.next(requests); j >= 0; j = keys.next(requests)) {
            assertTrue(j < requests, j + " of " + requests);
            count(keys, "key", NOW_NS);
          }
        }
      }
      assertEquals(10_000, keys.total(), 500);
    }
  }

  @Test
  void whatWasHotOnceCools() {
    HotKeys keys = new HotKeys(1, 1);
    for (int i = 0; i < 1000; i++) {
      count(keys, "once", NOW_NS);
    }
    for (int i = 0; i < 100; i++) {
      count(keys, "now", NOW_NS + 5 * HotKeys.HALF_LIFE_NS);
    }
    HotKeyBoard board = new HotKeyBoard(List.of(keys));
    assertEquals(List.of("now", "once"), told(board, 2));
    assertEquals(1000 >> 5, board.refresh().get(1).requests());
    count(keys, "now", NOW_NS + 100 * HotKeys.HALF_LIFE_NS);
    assertEquals(1, board.refresh().size(), "it is forgotten");
  }

  /** Whoever came for one that was counted is told by how much that may be too much. */
  @Test
  void whoTakesARowOwnsUpToItsCount() {
    HotKeys keys = new HotKeys(1, 1);
    for (int i = 0; i < HotKeys.KEYS; i++) {
      count(keys, "key" + i, NOW_NS);
      count(keys, "key" + i, NOW_NS);
    }
    count(keys, "late", NOW_NS);
    long late = 0;
    for (int row = 0; row < HotKeys.KEYS; row++) {
      HotKey key = new HotKey();
      assertTrue(keys.copy(row, key));
      if (new String(key.key, 0, key.length, US_ASCII).equals("late")) {
        assertEquals(3, key.count);
        assertEquals(2, key.error);
        late++;
      }
    }
    assertEquals(1, late);
  }

  @Test
  void linesAreTold() {
    HotKeys keys = new HotKeys(10, 1);
    count(keys, "a b", NOW_NS);
    HotKeyBoard board = new HotKeyBoard(List.of(keys));
    byte[] head = "STAT ".getBytes(US_ASCII);
    byte[] text = new byte[2048];
    MemorySegment memory = MemorySegment.ofArray(text);
    assertEquals(0, board.put(0, head, memory, 0), "nobody has looked yet");
    board.refresh();
    int length = (int) board.put(0, head, memory, 0);
    assertEquals(
        "STAT 1:key a%20b\r\nSTAT 1:requests 10\r\nSTAT 1:error 0\r\nSTAT 1:percent 100.0\r\n",
        new String(text, 0, length, US_ASCII));
    assertEquals(0, board.put(1, head, memory, 0));
  }

  /** What is copied while it is written is one key or the other, and its own count. */
  @Test
  void aCopyIsOfOneMoment() throws InterruptedException {
    HotKeys keys = new HotKeys(1, 1);
    for (int i = 0; i < HotKeys.KEYS; i++) {
      count(keys, "x".repeat(200), NOW_NS);
    }
    Thread writer = new Thread(() -> write(keys));
    writer.start();
    HotKey copy = new HotKey();
    for (int row = 0; writer.isAlive(); row = (row + 1) % HotKeys.KEYS) {
      if (keys.copy(row, copy)) {
        for (int i = 0; i < copy.length; i++) {
          assertEquals(copy.key[0], copy.key[i], "torn");
        }
      }
    }
    writer.join();
  }

  private static void write(HotKeys keys) {
    for (int i = 0; i < 1_000_000; i++) {
      count(keys, Character.toString('a' + i % 26).repeat(1 + i % 250), NOW_NS);
    }
  }
}
