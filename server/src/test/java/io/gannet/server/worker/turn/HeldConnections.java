package io.gannet.server.worker.turn;

import io.gannet.engine.process.Session;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrStorage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A table of connections that hold what a test says, for tests of those who look at them. */
public final class HeldConnections {
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

  private final UnpinningProcessor processor = new UnpinningProcessor(MemorySegment.NULL);
  private final PatienceClock patience = new PatienceClock(0);
  private final ChunkPool pool;
  private final ConnectionTable table;
  private final int nowSec;

  /** So many slots, all of them free, in that second of the patience clock. */
  public HeldConnections(int slots, int nowSec) {
    this.nowSec = nowSec;
    for (int sec = 1; sec <= nowSec; sec++) {
      patience.advance(sec * PatienceClock.STEP_NS_MAX);
    }
    pool =
        new ChunkPool(
            Arena.ofAuto().allocate(BLOCKS * BLOCK_BYTES),
            BLOCK_BYTES,
            Arena.ofAuto().allocate(ChunkPool.rowBytes(BLOCKS, slots), Long.BYTES));
    table = new ConnectionTable(slots, this::connection);
  }

  private Connection connection(int slot) {
    Outbox out = new Outbox(pool, Shards.only(processor), null, patience, 1 << 20, 1 << 10);
    return new Connection(slot, new KeepingSession(), null, new Inbox(null, null), out);
  }

  /** As others see them. */
  public VisibleConnections visible() {
    return new VisibleConnections(table, patience);
  }

  /** So many more are there, in the first free slots. */
  public void connect(int count) {
    for (int i = 0; i < count; i++) {
      table.acquire(nowSec);
    }
  }

  /** Keeps a place for a value of so many bytes. */
  public void keep(int slot, long bytes) {
    ((KeepingSession) table.slot(slot).session).bytes = bytes;
  }

  /** Has answered so many bytes more; false if there is no room. */
  public boolean compose(int slot, int bytes) {
    Outbox out = table.slot(slot).out;
    boolean hasRoom = out.ensure(bytes);
    out.position += hasRoom ? bytes : 0;
    return hasRoom;
  }

  /** Bytes came in for the last time in that second, and went out in that one. */
  public void moved(int slot, int receivedAtSec, int sentAtSec) {
    table.slot(slot).receivedAtSec = receivedAtSec;
    table.slot(slot).sentAtSec = sentAtSec;
  }

  /** Waits for its replies to be sent. */
  public void awaitOutput(int slot) {
    table.slot(slot).waitsForOutput = true;
  }

  /** Waits for its turn. */
  public void awaitTurn(int slot) {
    new WaitQueue().add(table.slot(slot));
  }

  /** Waits for memory of the store. */
  public void awaitMemory(int slot) {
    awaitTurn(slot);
    table.slot(slot).waitingSinceNs = 1;
  }

  /** Came to that listener, from that address. */
  public void cameFrom(int slot, int listener, Sockaddr address) {
    SockaddrStorage any = new SockaddrStorage();
    any.memory().copyFrom(address.memory().asSlice(0, address.length()));
    table.slot(slot).peer.is(any);
    table.slot(slot).listener = listener;
  }
}
