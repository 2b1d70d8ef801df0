package io.gannet.server.worker.turn;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes from outboxes what may leave, as the kernel would, and tells them that it was sent. */
final class SentBytes {
  private final ChunkPool pool;
  private final Shards shards;

  SentBytes(ChunkPool pool, Shards shards) {
    this.pool = pool;
    this.shards = shards;
  }

  /** So many bytes at most. */
  byte[] send(Outbox out, Place place, int most) {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int chunk = out.seal();
    while (chunk != out.sendEnd() && taken.size() < most) {
      long length = Math.min(pool.chunks.length(chunk), most - taken.size());
      MemorySegment bytes = memoryOf(place, chunk).asSlice(pool.chunks.offset(chunk), length);
      taken.writeBytes(bytes.toArray(ValueLayout.JAVA_BYTE));
      chunk = pool.chunks.next(chunk);
    }
    out.sent(taken.size());
    return taken.toByteArray();
  }

  private MemorySegment memoryOf(Place place, int chunk) {
    return switch (pool.chunks.source(chunk)) {
      case ChunkTable.STORE -> shards.memory(pool.chunks.shard(chunk));
      case ChunkTable.OWN_PLACE -> place.memory();
      case ChunkTable.KEPT -> pool.keptMemory();
      default -> pool.blockMemory();
    };
  }
}
