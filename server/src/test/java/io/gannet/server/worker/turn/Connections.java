package io.gannet.server.worker.turn;

import io.gannet.engine.process.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Connections for tests that carry nothing: with pools so small that they are as good as none. */
final class Connections {
  private static final int BLOCK_BYTES = 64;

  /** Of a protocol that never remembers anything. */
  private static final class Silent extends Session {}

  private Connections() {}

  /** One that nothing is received for, or composed in. */
  static Connection unplugged(int slot) {
    ChunkPool pool =
        new ChunkPool(
            Arena.ofAuto().allocate(BLOCK_BYTES),
            BLOCK_BYTES,
            Arena.ofAuto().allocate(ChunkPool.rowBytes(1, 1), Long.BYTES));
    Shards shards = Shards.only(new UnpinningProcessor(MemorySegment.NULL));
    Outbox out = new Outbox(pool, shards, null, new PatienceClock(0), 1, 1);
    return new Connection(slot, new Silent(), null, new Inbox(null, null), out);
  }
}
