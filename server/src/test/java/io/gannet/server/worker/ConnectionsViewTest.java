package io.gannet.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Session;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.SockaddrStorage;
import io.gannet.ffi.linux.SockaddrUn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who holds most, of connections whose holdings are known. */
class ConnectionsViewTest {
  private static final int SLOTS = 200;
  private static final int NOW_SEC = 1000;
  private static final int BLOCK_BYTES = 8192;
  private static final int BLOCKS = 64;

  /** Keeps a place for a value of so many bytes; for none if that is negative. */
  private static final class KeepingSession extends Session {
    long bytes = -1;

    @Override
    public boolean holdsMemory() {
      return bytes >= 0;
    }

    @Override
    public long reservedBytes() {
      return Math.max(0, bytes);
    }

    @Override
    public long awaitedBytes() {
      return reservedBytes() / 2;
    }
  }

  private static final List<String> LISTENERS = List.of("tcp:127.0.0.1:11211", "unix:/run/g");

  private final UnpinningProcessor processor = new UnpinningProcessor(MemorySegment.NULL);
  private final ChunkPool pool =
      new ChunkPool(
          Arena.ofAuto().allocate(BLOCKS * BLOCK_BYTES),
          BLOCK_BYTES,
          Arena.ofAuto().allocate(ChunkPool.rowBytes(BLOCKS, SLOTS), Long.BYTES));
  private final PatienceClock patience = new PatienceClock(0);
  private final ConnectionTable table = new ConnectionTable(SLOTS, this::connection);
  private final ConnectionsView view = new ConnectionsView(3, table, patience, LISTENERS);

  ConnectionsViewTest() {
    for (int sec = 1; sec <= NOW_SEC; sec++) {
      patience.advance(sec * PatienceClock.STEP_NS_MAX);
    }
  }

  private Connection connection(int slot) {
    Outbox out = new Outbox(pool, Shards.only(processor), null, patience, 1 << 20, 1 << 10);
    return new Connection(slot, new KeepingSession(), null, new Inbox(null, null), out);
  }

  private void connect(int count) {
    for (int i = 0; i < count; i++) {
      table.acquire(NOW_SEC);
    }
  }

  private void keep(int slot, long bytes) {
    ((KeepingSession) table.slot(slot).session).bytes = bytes;
  }

  private List<Integer> largest(Holding by, int limit) {
    return ConnectionsView.largest(List.of(view), by, limit).stream()
        .map(ConnectionRow::slot)
        .toList();
  }

  @Test
  void whoHoldsMostIsFirstAndWhoHoldsNothingIsNotThere() {
    connect(5);
    keep(1, 300);
    keep(2, 0);
    keep(4, 1000);
    assertEquals(List.of(4, 1, 2), largest(Holding.MEMORY, 50));
    assertEquals(List.of(4, 1), largest(Holding.MEMORY, 2));
    assertEquals(List.of(), largest(Holding.UNSENT, 50));
  }

  @Test
  void ofThoseThatHoldTheSameTheFirstSlotsAreTold() {
    connect(SLOTS);
    IntStream.range(0, SLOTS).forEach(slot -> keep(slot, 7));
    assertEquals(List.of(0, 1, 2), largest(Holding.MEMORY, 3));
  }

  @Test
  void whateverIsHeldTheLargestAreThoseThatSortingFinds() {
    connect(SLOTS);
    Random random = new Random(9);
    long[] held = IntStream.range(0, SLOTS).mapToLong(slot -> random.nextInt(50) - 10).toArray();
    IntStream.range(0, SLOTS).forEach(slot -> keep(slot, held[slot]));
    for (int limit = 1; limit <= SLOTS; limit += 13) {
      List<Integer> sorted =
          IntStream.range(0, SLOTS)
              .filter(slot -> held[slot] >= 0)
              .boxed()
              .sorted(Comparator.comparingLong((Integer slot) -> -Math.max(1, held[slot])))
              .limit(limit)
              .toList();
      assertEquals(sorted, largest(Holding.MEMORY, limit));
    }
  }

  @Test
  void whatIsUnsentIsToldWithItsBlocksAndChunks() {
    connect(3);
    Outbox out = table.slot(1).out;
    assertTrue(out.ensure(100));
    out.position += 100;
    ConnectionRow row = ConnectionsView.largest(List.of(view), Holding.UNSENT, 50).getFirst();
    assertEquals(1, row.slot());
    assertEquals(3, row.worker());
    assertEquals(100, row.figures().get(ConnectionFigure.UNSENT_BYTES));
    assertEquals(1, row.figures().get(ConnectionFigure.OUTPUT_BLOCKS));
    assertEquals(1, row.figures().get(ConnectionFigure.OUTPUT_CHUNKS));
    assertEquals(List.of(1), largest(Holding.BLOCKS, 50));
    assertEquals(List.of(1), largest(Holding.CHUNKS, 50));
  }

  @Test
  void whoIsIdleForLongestIsToldByBothDirections() {
    connect(3);
    table.slot(0).receivedAtSec = 10;
    table.slot(1).receivedAtSec = 20;
    table.slot(1).sentAtSec = 30;
    table.slot(2).receivedAtSec = 5;
    table.slot(2).sentAtSec = 400;
    assertEquals(List.of(1, 2), largest(Holding.IDLE, 50));
    assertEquals(NOW_SEC - 20, view.figure(ConnectionFigure.SECS_SINCE_LAST_CMD, 1));
    assertEquals(NOW_SEC - 30, view.figure(ConnectionFigure.SECS_SINCE_LAST_REPLY, 1));
  }

  @Test
  void workersAreComparedWithEachOther() {
    connect(2);
    keep(0, 10);
    keep(1, 30);
    ConnectionsView other = new ConnectionsView(4, table, patience, LISTENERS);
    List<ConnectionRow> rows =
        ConnectionsView.largest(List.of(view, other), Holding.MEMORY, 3);
    assertEquals(
        List.of(30L, 30L, 10L),
        rows.stream().map(row -> row.figures().get(ConnectionFigure.RESERVED_BYTES)).toList());
  }

  @Test
  void aSlotWithoutAConnectionIsNotThere() {
    connect(1);
    assertEquals(Life.OPEN, view.life(0));
    assertEquals(Life.FREE, view.life(1));
    keep(1, 100);
    assertEquals(List.of(), largest(Holding.MEMORY, 50));
  }

  @Test
  void whatItWaitsForIsTold() {
    connect(4);
    table.slot(1).waitsForOutput = true;
    new WaitQueue().add(table.slot(2));
    new WaitQueue().add(table.slot(3));
    table.slot(3).waitingSinceNs = 1;
    assertEquals(
        List.of(WaitsFor.NOTHING, WaitsFor.OUTPUT, WaitsFor.TURN, WaitsFor.MEMORY),
        IntStream.range(0, 4).mapToObj(view::waitsFor).toList());
  }

  private void is(int slot, Sockaddr address) {
    SockaddrStorage any = new SockaddrStorage();
    any.memory().copyFrom(address.memory().asSlice(0, address.length()));
    table.slot(slot).peer.is(any);
  }

  @Test
  void aPeerIsItsAddressAndPort() throws UnknownHostException {
    connect(2);
    is(0, new SockaddrIn(10 << 24 | 200 << 16 | 3 << 8 | 254, 65535));
    assertEquals("10.200.3.254:65535", view.row(0).peer());
    assertEquals("tcp:127.0.0.1:11211", view.row(0).listener());
    is(1, Sockaddr.of(new InetSocketAddress(InetAddress.getByName("2001:db8::1:0:0:7"), 1)));
    assertEquals("[2001:db8::1:0:0:7]:1", view.row(1).peer());
    assertTrue(view.isV6(1));
  }

  @Test
  void whoCameByAUnixSocketIsCalledByThat() {
    connect(1);
    table.slot(0).listener = 1;
    is(0, new SockaddrUn(""));
    assertTrue(view.isUnix(0));
    assertEquals("unix:/run/g", view.row(0).peer());
    assertEquals("unix:/run/g", view.row(0).listener());
  }

  @Test
  void whatIsHeldIsAskedForByItsWord() {
    assertEquals(Optional.of(Holding.PINS), Holding.of("pins"));
    assertEquals(Optional.empty(), Holding.of("PINS"));
  }
}
