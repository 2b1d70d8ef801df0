package io.gannet.engine.time;

/**
 * The time that a shard lives by, told by its worker once a turn: whole seconds since the shard's
 * start, beginning with {@link #START_SEC} so that 0 can mean "never".
 *
 * <p>Like memcached's {@code current_time} it follows a monotonic clock; wall time is the start's
 * plus the seconds since, so that a step of the system's clock expires nothing. One thread.
 */
public final class CoarseClock {
  /** The first second: items may then have been stored "before now" from the start. */
  public static final int START_SEC = 2;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private final long startWallSec;
  private final long startNs;
  private long nowNs;
  private int nowSec = START_SEC;

  /**
   * @param startWallSec seconds since the epoch at the start
   * @param startNs the monotonic clock at the same moment
   */
  public CoarseClock(long startWallSec, long startNs) {
    this.startWallSec = startWallSec;
    this.startNs = startNs;
    this.nowNs = startNs;
  }

  /** Tells the time: {@code nowNs} of the same monotonic clock. Time that goes back is ignored. */
  public void advance(long nowNs) {
    if (nowNs - this.nowNs > 0) {
      this.nowNs = nowNs;
      this.nowSec = START_SEC + (int) ((nowNs - startNs) / NS_PER_SEC);
    }
  }

  /** Seconds since the start, plus {@link #START_SEC}. */
  public int nowSec() {
    return nowSec;
  }

  /** The monotonic clock as it was last told. */
  public long nowNs() {
    return nowNs;
  }

  /** Seconds since the epoch. */
  public long wallSec() {
    return startWallSec + nowSec - START_SEC;
  }

  /** A moment since the epoch in seconds of this clock, which may lie before its start. */
  public long fromWallSec(long wallSec) {
    return wallSec - startWallSec + START_SEC;
  }
}
