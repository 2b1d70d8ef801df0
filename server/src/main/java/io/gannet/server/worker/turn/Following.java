package io.gannet.server.worker.turn;

/**
 * One receive of a connection, of those that say when they had come, on its way through the worker:
 * followed until the replies to what it brought are sent. The next one is followed after that.
 *
 * <pre>
 *   NOTHING ─ begin ─► RECEIVED ─ carried out ─► ANSWERED ─ no promise left ─► COMPOSED ─┐
 *      ▲                                            └── no reply ──┐           sent: all │
 *      └───────────────────────────────────────────────────────────┴─────────────────────┘
 * </pre>
 *
 * <p>Requests that are received behind it change nothing, but for replies of theirs that lie in the
 * output when it is composed. One thread.
 */
final class Following {
  private enum Stage {
    NOTHING,
    RECEIVED,
    ANSWERED,
    COMPOSED
  }

  private Stage stage = Stage.NOTHING;

  /** When the kernel had its last byte, by the worker's clock. */
  private long sinceNs;

  /** Once so many buffers of the inbox are released, its own is. */
  private int released;

  /** When it was found to be carried out, by the patience clock: what is promised later is not. */
  private long answeredAtNs;

  private long unsentBytes;

  boolean isIdle() {
    return stage == Stage.NOTHING;
  }

  long sinceNs() {
    return sinceNs;
  }

  /** A receive is followed, whose buffer is carried out, or the last of the inbox. */
  void begin(Inbox in, long newSinceNs) {
    assert isIdle();
    stage = Stage.RECEIVED;
    sinceNs = newSinceNs;
    released = in.added();
  }

  void forget() {
    stage = Stage.NOTHING;
  }

  /** Something was done for the connection that may have brought it further. */
  void look(Connection connection, PatienceClock patience) {
    if (stage == Stage.RECEIVED && isCarriedOut(connection)) {
      stage = Stage.ANSWERED;
      answeredAtNs = patience.nowNs();
    }
    if (stage == Stage.ANSWERED && isComposed(connection.out)) {
      unsentBytes = connection.out.unsentBytes();
      stage = unsentBytes > 0 ? Stage.COMPOSED : Stage.NOTHING;
    }
  }

  /** Who waits does so for what came last, if that is not behind it. */
  private boolean isCarriedOut(Connection connection) {
    Inbox in = connection.in;
    return in.released() - released >= 0 && !(in.isEmpty() && connection.isWaiting());
  }

  private boolean isComposed(Outbox out) {
    return out.promises() == 0 || out.promisedSinceNs() > answeredAtNs;
  }

  /** So many bytes more were sent; true if these were its last. */
  boolean sent(long bytes) {
    if (stage != Stage.COMPOSED) {
      return false;
    }
    unsentBytes -= bytes;
    if (unsentBytes > 0) {
      return false;
    }
    stage = Stage.NOTHING;
    return true;
  }
}
