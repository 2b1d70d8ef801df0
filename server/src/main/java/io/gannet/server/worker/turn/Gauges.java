package io.gannet.server.worker.turn;

import io.gannet.ffi.uring.Ring;

/**
 * Tells after each turn who holds how much of what is scarce: what a worker's {@link WorkerMetrics}
 * show as gauges is read here from those who know it. Once clients are idle all of it is 0.
 */
final class Gauges {
  private final Ring ring;
  private final ReceiveBuffers buffers;
  private final ChunkPool pool;
  private final Scheduler scheduler;
  private final MemoryWaits memoryWaits;
  private final Crossing crossing;
  private final WorkerMetrics metrics;

  Gauges(
      Ring ring,
      ReceiveBuffers buffers,
      ChunkPool pool,
      Scheduler scheduler,
      MemoryWaits memoryWaits,
      Crossing crossing,
      WorkerMetrics metrics) {
    this.ring = ring;
    this.buffers = buffers;
    this.pool = pool;
    this.scheduler = scheduler;
    this.memoryWaits = memoryWaits;
    this.crossing = crossing;
    this.metrics = metrics;
  }

  /** A turn has ended that used so much of its budget, and took so long. */
  void turnEnded(int used, long tookNs) {
    metrics.turns.increment();
    metrics.turnRequestsMax.set(Math.max(metrics.turnRequestsMax.get(), used));
    metrics.turnNsMax.set(Math.max(metrics.turnNsMax.get(), tookNs));
    metrics.turnTimes.record(tookNs);
    metrics.enters.set(ring.enters());
    metrics.sqes.set(ring.sqes());
    metrics.cqes.set(ring.cqes());
    metrics.overflow.set(ring.cqOverflow());
    metrics.heldBuffers.set(buffers.heldCount());
    metrics.blocksUsed.set(pool.blocksUsed());
    metrics.bytesComposed.set(pool.composedBytes());
    metrics.chunksUsed.set(pool.chunksUsed());
    metrics.promises.set(pool.holes());
    metrics.promisesOvertaken.set(pool.overtaken());
    metrics.runnable.set(scheduler.runnableCount());
    int others = crossing == null ? 0 : crossing.parked();
    metrics.waitingForMemory.set(memoryWaits.size() + others);
  }
}
