package io.gannet.server.worker.turn;

import io.gannet.engine.process.Pins;
import io.gannet.engine.process.Session;
import java.lang.foreign.MemorySegment;

/**
 * The shards whose values this worker sends from where they lie, by their numbers: its own, and
 * those of which it has been told a value's place. One thread, but for what a {@link Pins} of
 * another's does.
 */
final class Shards {
  private final Pins[] shards;
  private final int own;

  /**
   * @param shards by number, each with the way to tell it that a pin has ended
   * @param own the number of this worker's
   */
  Shards(Pins[] shards, int own) {
    this.shards = shards;
    this.own = own;
  }

  /** There is no other. */
  static Shards only(Pins own) {
    return new Shards(new Pins[] {own}, 0);
  }

  /** The number of this worker's. */
  int own() {
    return own;
  }

  /** The memory that a shard's values lie in. */
  MemorySegment memory(int shard) {
    return shards[shard].memory();
  }

  /** The memory that the value which a conversation awaits goes to. */
  MemorySegment memoryOf(Session session) {
    int shard = session.awaitedShard();
    return memory(shard == Session.OWN_SHARD ? own : shard);
  }

  /** The kernel is done with a value of the shard's. */
  void unpin(int shard, long pin) {
    shards[shard].unpin(pin);
  }
}
