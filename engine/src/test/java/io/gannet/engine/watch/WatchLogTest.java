package io.gannet.engine.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.mail.MailRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From a worker's events to lines. */
class WatchLogTest {
  private static final int SLOTS = 1000;
  private static final int RING_BYTES = WatchEvents.RING_BYTES_MIN;
  private static final long WALL_NS = 1_700_000_000_000_042_000L;
  private static final int ALL = (1 << WatchStream.values().length) - 1;

  private final AtomicLong gids = new AtomicLong();
  private final WatchLog first = new WatchLog(0, SLOTS, gids);
  private final WatchLog second = new WatchLog(1, SLOTS, gids);
  private final MailRing firstRing = ring();
  private final MailRing secondRing = ring();
  private final WatchEvents events = new WatchEvents(List.of(firstRing, secondRing));

  private static MailRing ring() {
    long bytes = MailRing.bytes(RING_BYTES);
    MemorySegment memory = Arena.ofAuto().allocate(bytes, MailRing.ALIGNMENT);
    return new MailRing(memory, 0, RING_BYTES);
  }

  private static MemorySegment bytes(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, bytes.length));
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return memory;
  }

  private void lend(int streams) {
    first.lend(firstRing, streams);
    second.lend(secondRing, streams);
  }

  private void get(WatchLog log, String key) {
    log.fetched(bytes(key), 0, key.length(), WatchStatus.FOUND, 3, 5, 0);
  }

  private List<String> lines() {
    first.publish();
    second.publish();
    List<String> lines = new ArrayList<>();
    MemorySegment to = Arena.ofAuto().allocate(WatchEvents.LINE_BYTES_MAX);
    while (events.next()) {
      int length = (int) events.putLine(WALL_NS, to, 0);
      byte[] line = to.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      lines.add(new String(line, ISO_8859_1));
    }
    events.release();
    return lines;
  }

  @Test
  void linesAreMemcacheds() {
    lend(ALL);
    first.by(1, 7);
    first.fetched(bytes("foo"), 0, 3, WatchStatus.NOT_FOUND, 0, 0, 0);
    first.stored(
        bytes("n,foo"), 0, 5, WatchStatus.STORED, WatchCommand.CAS, 3, 11, 60, 958_000);
    first.evicted(bytes("foo"), 0, 3, true, 3, 11, -1, 9, 0);
    first.evicted(bytes("foo"), 0, 3, false, 3, 11, 9, 0, 0);
    first.deleted(bytes("foo"), 0, 3, WatchCommand.MD, 3, 11, 0);
    String at = "ts=1700000000.000042 gid=";
    assertEquals(
        List.of(
            at + "1 type=item_get key=foo status=not_found clsid=0 cfd=1007 size=0\n",
            "ts=1700000000.001000 gid=2 type=item_store key=n%2Cfoo status=stored cmd=cas ttl=60"
                + " clsid=3 cfd=1007 size=11\n",
            at + "3 type=eviction key=foo fetch=yes ttl=-1 la=9 clsid=3 size=11\n",
            at + "4 type=eviction key=foo fetch=no ttl=9 la=0 clsid=3 size=11\n",
            at + "5 type=deleted key=foo cmd=md clsid=3 size=11\n"),
        lines());
  }

  @Test
  void addressesAreCutInTwo() {
    lend(ALL);
    first.by(0, 4);
    first.connected(WatchCommand.TCP, text("127.0.0.1:4711"), end);
    first.closed(WatchStatus.NORMAL, WatchCommand.TCP, text("[2001:db8::1]:4711"), end);
    first.closed(WatchStatus.IDLE_TIMEOUT, WatchCommand.LOCAL, text(""), end);
    String at = "ts=1700000000.000042 gid=";
    assertEquals(
        List.of(
            at + "1 type=conn_new rip=127.0.0.1 rport=4711 transport=tcp cfd=4\n",
            at + "2 type=conn_close rip=2001:db8::1 rport=4711 transport=tcp reason=normal cfd=4\n",
            at + "3 type=conn_close rip=unix rport=0 transport=local reason=idle_timeout cfd=4\n"),
        lines());
  }

  private long end;

  private long text(String address) {
    long at = first.addressText(50, 0);
    MemorySegment.copy(bytes(address), 0, first.memory(), at, address.length());
    end = at + address.length();
    return at;
  }

  @Test
  void theLongestLineHasRoom() {
    lend(ALL);
    String key = "#".repeat(250);
    first.by(Integer.MAX_VALUE / SLOTS, 0);
    first.stored(
        bytes(key), 0, 250, WatchStatus.NOT_FOUND, WatchCommand.REPLACE, Integer.MAX_VALUE,
        Integer.MAX_VALUE, -1, 0);
    List<String> lines = lines();
    assertTrue(lines.getFirst().contains(" key=" + "%23".repeat(250) + " status="));
    assertTrue(lines.getFirst().contains(" ttl=4294967295 "), lines.getFirst());
  }

  @Test
  void eventsOfAllWorkersAreInTheOrderOfTheirNumbers() {
    lend(WatchStream.FETCHERS.bit());
    for (int i = 0; i < 10; i++) {
      get(i % 3 == 0 ? second : first, "k" + i);
    }
    List<String> lines = lines();
    for (int i = 0; i < 10; i++) {
      assertTrue(lines.get(i).contains(" gid=" + (i + 1) + " type=item_get key=k" + i + " "));
    }
    assertEquals(10, lines.size());
  }

  @Test
  void whatNobodyWantsIsNotTold() {
    get(first, "before");
    lend(WatchStream.MUTATIONS.bit());
    get(first, "other");
    first.evicted(bytes("k"), 0, 1, true, 0, 0, 0, 0, 0);
    first.deleted(bytes("k"), 0, 1, WatchCommand.DELETE, 0, 0, 0);
    assertTrue(first.addressText(50, 0) < 0);
    assertEquals(List.of(), lines());
    first.want(WatchStream.FETCHERS.bit());
    get(first, "now");
    assertEquals(1, lines().size());
    assertEquals(1, first.metrics().written.get());
  }

  @Test
  void whatFindsTheRingFullIsCountedAndWhatComesLaterIsTold() {
    lend(ALL);
    for (int i = 0; i < 1000; i++) {
      get(first, "key" + i);
    }
    int told = lines().size();
    assertEquals(told, first.metrics().written.get());
    assertEquals(1000 - told, first.metrics().dropped.get());
    assertTrue(told > 10 && told < 1000, "" + told);
    get(first, "later");
    assertTrue(lines().getFirst().contains("key=later"));
  }

  @Test
  void aRingIsGivenBackAtTheEndOfTheTurnThatSeesIt() {
    assertTrue(first.isBack());
    lend(ALL);
    get(first, "a");
    assertFalse(first.isBack());
    first.publish();
    assertFalse(first.isBack());
    get(first, "b");
    first.takeBack();
    get(first, "c");
    assertFalse(first.isBack(), "in the middle of a turn");
    first.publish();
    assertTrue(first.isBack());
    assertEquals(2, lines().size());
    MailRing another = ring();
    first.lend(another, ALL);
    get(first, "d");
    first.publish();
    assertTrue(new WatchEvents(List.of(another)).next());
  }

  @Test
  void wordsMayBeCutShort() {
    assertEquals(WatchStream.FETCHERS.bit(), bit("fetchers"));
    assertEquals(WatchStream.FETCHERS.bit(), bit("f"));
    assertEquals(WatchStream.PROXYREQS.bit(), bit("proxy"));
    assertEquals(0, bit("fetcherss"));
    assertEquals(0, bit("Fetchers"));
    assertEquals(0, bit("x"));
  }

  private static int bit(String word) {
    return WatchStream.bitOf(bytes(word), 0, word.length());
  }
}
