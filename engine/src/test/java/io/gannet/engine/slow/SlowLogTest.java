package io.gannet.engine.slow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.metrics.Things;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Slow requests of one worker and of two, told of by hand. */
class SlowLogTest {
  private static final long AHEAD_NS = 1_000_000_000L;
  private static final int COPIES_MIN = 100_000;

  private final SlowMetrics metrics = new SlowMetrics();
  private final SlowLog log = log(0);
  private final SlowBoard board = new SlowBoard(List.of(log), () -> AHEAD_NS);

  private SlowLog log(int worker) {
    return new SlowLog(worker, 1_000, () -> 0, SlowLogTest::putClient, metrics);
  }

  private static long putClient(long client, MemorySegment memory, long offset) {
    byte[] name = client == 0 ? new byte[0] : ("client" + client).getBytes(ISO_8859_1);
    MemorySegment.copy(name, 0, memory, Ascii.BYTE, offset, name.length);
    return offset + name.length;
  }

  private static void add(SlowLog to, String key, long client, long timeNs, long serviceNs) {
    byte[] bytes = key.getBytes(ISO_8859_1);
    to.add(
        LoggedVerb.SET, LoggedResult.STORED, MemorySegment.ofArray(bytes), 0, bytes.length, 100, 8,
        true, client, timeNs, serviceNs);
  }

  @Test
  void whatIsAddedIsReadAgain() {
    add(log, "k y", 7, 5_000, 2_000);
    assertEquals(
        List.of(
            new SlowRequest(
                AHEAD_NS + 5_000, 2_000, 0, "client7", LoggedVerb.SET, "k%20y", 3, 100, 8,
                LoggedResult.STORED, true)),
        board.refresh());
    assertEquals(1, metrics.slow.get());
  }

  @Test
  void whoTakesAsLongAsTheThresholdIsSlow() {
    assertTrue(log.isSlow(1_000));
    assertFalse(log.isSlow(999));
  }

  @Test
  void allAreCountedAndTheLastOfThemKept() {
    for (int i = 0; i < 10 * SlowLog.ROWS; i++) {
      add(log, "key" + i, 1, i, 1_000);
    }
    List<SlowRequest> rows = board.refresh();
    assertEquals(SlowLog.ROWS, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals("key" + (10 * SlowLog.ROWS - 1 - i), rows.get(i).key());
    }
    assertEquals(10 * SlowLog.ROWS, metrics.slow.get());
    assertEquals(rows, board.refresh(), "nothing is new");
  }

  @Test
  void keysOfEachLengthAreReadAgainAndLongerOnesCut() {
    for (int length = 0; length <= 300; length++) {
      add(log, "k".repeat(length), 1, length, 1_000);
      int kept = Math.min(length, SlowLog.KEY_BYTES_MAX);
      assertEquals("k".repeat(kept), board.refresh().getFirst().key());
      assertEquals(kept, board.refresh().getFirst().keyBytes());
    }
  }

  @Test
  void thoseOfAllWorkersAreTheNewestFirst() {
    SlowLog other = log(1);
    SlowBoard both = new SlowBoard(List.of(log, other), () -> 0);
    for (int i = 0; i < SlowLog.ROWS; i++) {
      add(i % 2 == 0 ? log : other, "key" + i, 1, i, 1_000);
    }
    both.refresh();
    add(log, "last", 1, SlowLog.ROWS, 1_000);
    List<SlowRequest> rows = both.refresh();
    assertEquals(SlowBoard.TOLD, rows.size());
    assertEquals("last", rows.getFirst().key());
    for (int i = 1; i < rows.size(); i++) {
      assertEquals("key" + (SlowLog.ROWS - i), rows.get(i).key());
      assertEquals((SlowLog.ROWS - i) % 2, rows.get(i).worker());
    }
  }

  @Test
  void theSlowestSinceItWasAskedForIsTakenOnce() {
    assertEquals(Optional.empty(), board.takeSlowest());
    add(log, "one", 1, 1, 1_000);
    add(log, "slowest", 1, 2, 9_000);
    add(log, "last", 1, 3, 2_000);
    assertEquals("slowest", board.takeSlowest().orElseThrow().key());
    assertEquals(Optional.empty(), board.takeSlowest());
    add(log, "next", 1, 4, 1_500);
    assertEquals("next", board.takeSlowest().orElseThrow().key());
  }

  @Test
  void theLinesOfTheLongestKeyHaveRoomAndWhatIsNotThereIsNull() {
    add(log, "\u0001".repeat(300), Long.MAX_VALUE, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    add(log, "", 0, Long.MAX_VALUE / 2 + 1, 1_000);
    board.refresh();
    MemorySegment memory = Arena.ofAuto().allocate(Things.BYTES_MAX);
    byte[] head = "STAT ".getBytes(ISO_8859_1);
    long end = board.put(0, head, memory, 0);
    String none = new String(memory.asSlice(0, end).toArray(Ascii.BYTE), ISO_8859_1);
    assertTrue(none.contains("STAT 1:key NULL\r\nSTAT 1:client NULL\r\n"), none);
    assertTrue(board.put(1, head, memory, 0) > 3 * SlowLog.KEY_BYTES_MAX);
    assertEquals(0, board.put(2, head, memory, 0), "there are two");
  }

  /** Each key is one letter over and over, as many of it as its place in the alphabet. */
  @Test
  void whoReadsWhileItIsWrittenReadsNoMixture() throws InterruptedException {
    AtomicBoolean ends = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !ends.get(); i++) {
                    String letter = Character.toString('a' + i % 26);
                    add(log, letter.repeat((i % 26 + 1) * 9), i % 26 + 1, i, i);
                  }
                });
    try {
      long copies = 0;
      for (long looks = 0; copies < COPIES_MIN && looks < 1_000L * COPIES_MIN; looks++) {
        long number = Math.max(0, log.written() - 1 - looks % SlowLog.ROWS);
        SlowRequest read = log.read(number, 0);
        if (read != null) {
          copies++;
          int letter = (int) (number % 26);
          assertEquals(number, read.wallNs());
          assertEquals(Character.toString('a' + letter).repeat((letter + 1) * 9), read.key());
          assertEquals("client" + (letter + 1), read.client());
        }
      }
      assertTrue(copies >= COPIES_MIN, "copies " + copies);
    } finally {
      ends.set(true);
      writer.join();
    }
  }
}
