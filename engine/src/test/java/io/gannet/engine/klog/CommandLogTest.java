package io.gannet.engine.klog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker logs, taken out of its ring and read again. */
class CommandLogTest {
  private static final int RING = CommandLog.RING_BYTES_MIN;

  private final LogBench bench = new LogBench(RING, 1);
  private final CommandLog log = bench.log;

  private static String told(LoggedRequest one) {
    return one.verb().text() + " " + new String(one.key(), ISO_8859_1) + " " + one.valueLength()
        + " " + one.ttlSec() + " " + one.clientFlags() + " " + Long.toUnsignedString(one.number())
        + " " + one.result().text() + " " + one.replyBytes() + " " + one.isElsewhere() + " by "
        + one.worker + "/" + one.client + " at " + one.wallNs + " in " + one.serviceNs;
  }

  @Test
  void everythingThatIsLoggedIsReadAgain() {
    bench.nowNs = 1_000;
    log.begin(77, 900, 3);
    bench.add(LoggedVerb.SET, LoggedResult.STORED, "key", 100, 60, 0xFFFF_FFFF, 8, -1L, 0);
    bench.add(LoggedVerb.GET, LoggedResult.MISS, "k".repeat(250), 0, 0, 0, 5, 0, 1);
    bench.add(LoggedVerb.UNKNOWN, LoggedResult.CLIENT_ERROR, "", 0, -1, 0, 1L << 31, 0, 0);
    log.end();
    List<String> told = new ArrayList<>();
    bench.read(one -> told.add(told(one)));
    long wallNs = LogBench.WALL_AHEAD_NS + 1_000;
    String by = " by 3/77 at " + wallNs + " in 100";
    assertEquals(
        List.of(
            "set key 100 60 4294967295 18446744073709551615 stored 8 false" + by,
            "get " + "k".repeat(250) + " 0 0 0 0 miss 5 true" + by,
            "unknown  0 -1 0 0 client_error 2147483648 false" + by),
        told);
    assertEquals(3, bench.metrics.logged.get());
  }

  @Test
  void keysOfEachLengthComeBackAsTheyWereAndLongerOnesAreCut() {
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> read = new ArrayList<>();
    for (int length = 0; length <= 300; length++) {
      byte[] key = new byte[length];
      for (int i = 0; i < length; i++) {
        key[i] = (byte) (length * 31 + i);
      }
      keys.add(key);
      log.begin(1, 0, 1);
      log.add(
          LoggedVerb.GET, LoggedResult.MISS, MemorySegment.ofArray(key), 0, length, 0, 0, 0, 5, 0,
          0);
      log.end();
      bench.read(one -> read.add(one.key()));
    }
    assertEquals(keys.size(), read.size());
    for (int i = 0; i < keys.size(); i++) {
      int length = Math.min(i, LogLayout.KEY_BYTES_MAX);
      assertArrayEquals(Arrays.copyOf(keys.get(i), length), read.get(i));
    }
  }

  @Test
  void aGroupWithoutARequestLeavesNothingAndLooksAtNoClock() {
    log.begin(1, 0, 64);
    log.end();
    assertEquals(0, bench.looks);
    assertEquals(0, bench.read(one -> {}));
  }

  @Test
  void theClockIsLookedAtOnceAGroup() {
    for (int group = 0; group < 10; group++) {
      log.begin(1, 0, 64);
      for (int i = 0; i < 64; i++) {
        bench.add(LoggedVerb.GET, LoggedResult.VALUE, "k" + i, 1, 0, 0, 1, 0, 0);
      }
      log.end();
    }
    assertEquals(10, bench.looks);
    assertEquals(640, bench.read(one -> {}));
  }

  @Test
  void whatFindsTheRingFullIsCountedAndToldWhereItIsMissing() {
    long asked = 0;
    while (bench.metrics.discarded.get() < 100) {
      bench.group("before" + asked, 10);
      asked += 10;
    }
    long logged = bench.metrics.logged.get();
    assertEquals(asked, logged + bench.metrics.discarded.get());
    assertEquals(logged, bench.read(one -> assertEquals(0, bench.lost)));
    bench.group("behind", 1);
    List<String> keys = new ArrayList<>();
    bench.read(
        one -> {
          keys.add(new String(one.key(), ISO_8859_1));
          assertEquals(bench.metrics.discarded.get(), bench.lost, "told before what is behind it");
        });
    assertEquals(List.of("behind"), keys);
  }

  @Test
  void whatIsLostAtTheEndIsToldWithoutAnotherRequest() {
    while (bench.metrics.discarded.get() == 0) {
      bench.group("one", 10);
    }
    bench.read(one -> {});
    bench.log.publish();
    bench.read(one -> {});
    assertEquals(bench.metrics.discarded.get(), bench.lost);
  }

  @Test
  void oneOfSoManyIsTaken() {
    LogBench sampled = new LogBench(RING, 10);
    int taken = 0;
    for (int i = 1; i <= 1005; i++) {
      if (sampled.log.takes()) {
        assertEquals(0, i % 10);
        taken++;
      }
    }
    assertEquals(100, taken);
    assertEquals(900, sampled.metrics.skipped.get());
  }

  @Test
  void allAreTakenUnlessASampleIsAskedFor() {
    for (int i = 0; i < 100; i++) {
      assertTrue(log.takes());
    }
    assertEquals(0, bench.metrics.skipped.get());
  }

  @Test
  void aPeerIsReadAgain() {
    long text = log.peerText(47);
    byte[] address = "127.0.0.1:4711".getBytes(ISO_8859_1);
    MemorySegment.copy(MemorySegment.ofArray(address), 0, log.memory(), text, address.length);
    log.peer(5L << 32 | 9, text, text + address.length);
    bench.group("k", 1);
    assertEquals(1, bench.read(one -> {}));
    assertEquals(List.of((5L << 32 | 9) + " of 3 is 127.0.0.1:4711"), bench.peers);
    assertEquals(1, bench.filler.peers().size());
  }

  /** Blocks of many sizes, each full to where no group had room any more. */
  @Test
  void whatIsMoreThanABlockGoesIntoTheNext() {
    LogBench large = new LogBench(1 << 22, 1);
    long asked = 0;
    while (asked < 40_000) {
      large.group("key" + asked, 64);
      asked += 64;
    }
    assertEquals(0, large.metrics.discarded.get());
    assertEquals(asked, large.read(one -> {}));
    assertTrue(large.blocks > 1, large.blocks + " blocks");
  }

  @Test
  void everyFlippedBitOfABlockIsFound() {
    bench.group("key", 2);
    byte[] good = bench.block();
    LogBlock block = LogBench.read(good);
    assertNull(block.headFault(0));
    assertNull(block.fault());
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      byte[] bad = good.clone();
      bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      LogBlock damaged = LogBench.read(bad);
      assertFalse(
          damaged.headFault(0) == null && damaged.fault() == null, "bit " + bit);
    }
  }
}
