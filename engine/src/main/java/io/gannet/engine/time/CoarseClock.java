package io.gannet.engine.time;

/**
 * The time that a shard lives by, told by its worker once a turn: whole seconds since the shard's
 * start, beginning with {@link #START_SEC} so that 0 can mean "never".
 *
 * <p>Like memcached's {@code current_time} it follows a monotonic clock and never goes back. Its
 * seconds begin when those of the wall clock begin, so that a deadline "since the epoch" is met to
 * the second. When the wall clock is corrected, {@link #follow} takes the correction apart:
 *
 * <pre>
 *   corrected by   = whole seconds, the nearest          + a rest of half a second at most
 *   which moves      what second of the epoch now is       when the seconds begin
 *   and changes      deadlines since the epoch to come     nothing but that
 * </pre>
 *
 * <p>So a step of the wall clock, however large, expires nothing and revives nothing; a deadline
 * that was taken before it stays as far away as it was then believed to be. A slewed clock, whose
 * corrections are small, is followed exactly, also by what was stored before. One thread.
 */
public final class CoarseClock {
  /** The first second: items may then have been stored "before now" from the start. */
  public static final int START_SEC = 2;

  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;

  /** A thread that was interrupted for longer between two clocks has not read the same moment. */
  private static final long SAME_MOMENT_NS = NS_PER_MS;

  /** More than two clocks differ by for not being read at the same moment. */
  private static final long NOTICEABLE_NS = 10 * NS_PER_MS;

  /** The moment of the monotonic clock when the second {@link #START_SEC} began. */
  private long startNs;

  /** The second of the epoch that {@link #START_SEC} is. */
  private long startWallSec;

  private long suspendedNs;
  private long nowNs;
  private int nowSec = START_SEC;

  /**
   * As if the wall clock's second had just begun.
   *
   * @param startWallSec seconds since the epoch at the start
   * @param startNs the monotonic clock at the same moment
   */
  public CoarseClock(long startWallSec, long startNs) {
    this.startWallSec = startWallSec;
    this.startNs = startNs;
    this.nowNs = startNs;
  }

  /**
   * At this moment.
   *
   * @param wallMs the wall clock, milliseconds since the epoch
   * @param nowNs the monotonic clock
   * @param bootNs the clock that goes on while that one stands still: as {@link #follow} has it
   */
  public static CoarseClock at(long wallMs, long nowNs, long bootNs) {
    CoarseClock clock = new CoarseClock(Math.floorDiv(latestNs(wallMs), NS_PER_SEC), nowNs);
    clock.startNs -= Math.floorMod(latestNs(wallMs), NS_PER_SEC);
    clock.suspendedNs = bootNs - nowNs;
    return clock;
  }

  /** A wall clock in whole milliseconds may be almost one more: deadlines are met rather early. */
  private static long latestNs(long wallMs) {
    return (wallMs + 1) * NS_PER_MS;
  }

  /** Tells the time: {@code nowNs} of the same monotonic clock. Time that goes back is ignored. */
  public void advance(long nowNs) {
    if (nowNs - this.nowNs > 0) {
      this.nowNs = nowNs;
      this.nowSec = Math.max(nowSec, START_SEC + (int) ((nowNs - startNs) / NS_PER_SEC));
    }
  }

  /**
   * Follows a suspension and a correction of the wall clock, if there was one. {@link #advance}
   * then tells by it.
   *
   * @param beforeNs the monotonic clock, read before the others
   * @param bootNs a clock that goes as the monotonic one, and on while that stands still
   * @param wallMs the wall clock, milliseconds since the epoch
   * @param afterNs the monotonic clock, read after them
   */
  public void follow(long beforeNs, long bootNs, long wallMs, long afterNs) {
    if (afterNs - beforeNs > SAME_MOMENT_NS) {
      return;
    }
    long sleptNs = bootNs - beforeNs - suspendedNs;
    if (sleptNs > NOTICEABLE_NS) {
      suspendedNs += sleptNs;
      startNs -= sleptNs;
    }
    long believedNs = startWallSec * NS_PER_SEC + (beforeNs - startNs);
    long correctionNs = latestNs(wallMs) - believedNs;
    long correctionSec = Math.floorDiv(correctionNs + NS_PER_SEC / 2, NS_PER_SEC);
    startWallSec += correctionSec;
    startNs -= correctionNs - correctionSec * NS_PER_SEC;
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
