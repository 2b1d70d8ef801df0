package io.gannet.server.worker.turn;

/**
 * Replies that wait for those behind them, which other shards are asked for: they leave together,
 * as of a pipeline each send costs more than several requests do. Not for long, and only few: who
 * has more to send than that, or has waited, sends what there is.
 *
 * <pre>
 *   reply ─► reply ─► HOLE ─► reply ─► HOLE      nothing leaves yet
 *   reply ─► reply ─► reply ─► reply ─► HOLE     nothing yet
 *   reply ─► reply ─► reply ─► reply ─► reply    one send
 * </pre>
 *
 * <p>One thread.
 */
final class HoldBack {
  /** How long replies wait at most, in nanoseconds: about as long as a turn of much work takes. */
  static final long NS_MAX = 1_000_000;

  /** Whose replies, promised ones not counted, are of more bytes does not wait. */
  static final int BYTES_MAX = 16 << 10;

  /** In the place of a time: nothing is held back. */
  static final long NEVER = -1;

  private final PatienceClock patience;
  private final WorkerMetrics metrics;
  private int count;
  private long oldestNs;

  HoldBack(PatienceClock patience, WorkerMetrics metrics) {
    this.patience = patience;
    this.metrics = metrics;
  }

  /** All that have something to send are asked about once more. */
  void begin() {
    count = 0;
  }

  /** True if a connection is not to send yet what it has. */
  boolean holds(Connection connection) {
    if (!mayHold(connection)) {
      return false;
    }
    long nowNs = patience.nowNs();
    if (connection.heldBackSinceNs == NEVER) {
      connection.heldBackSinceNs = nowNs;
      metrics.sendsHeldBack.increment();
    }
    if (nowNs - connection.heldBackSinceNs >= NS_MAX) {
      return false;
    }
    long sinceNs = connection.heldBackSinceNs;
    oldestNs = count == 0 ? sinceNs : Math.min(oldestNs, sinceNs);
    count++;
    return true;
  }

  private static boolean mayHold(Connection connection) {
    Outbox out = connection.out;
    return out.promises() > 0
        && !out.isHeldUp()
        && out.unsentBytes() <= BYTES_MAX
        && !connection.isSending()
        && connection.life().isAlive();
  }

  /** How many have to wait. */
  int count() {
    return count;
  }

  /** How long the first of them has to wait yet, in nanoseconds; there is one. */
  long leftNs() {
    assert count > 0;
    return Math.max(1, oldestNs + NS_MAX - patience.nowNs());
  }
}
