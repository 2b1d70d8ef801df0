package io.gannet.server.debug;

/**
 * Tells, look by look, whether a worker's turn takes too long, and whose fault that is. Of the time
 * between two looks the worker's own part is
 *
 * <pre>
 *   if it runs or could run:   what the kernel let it run
 *   if it sleeps in its turn:  all but what it has waited for a CPU
 *   if the look itself is late: what the kernel let it run, for then nobody ran
 * </pre>
 *
 * <p>and what is not its own is the host's. One thread, that of the watch.
 */
final class TurnWatch {
  /** What a look finds; each but the first once a turn. */
  enum Verdict {
    /** Asleep, or in a turn that is not too long. */
    FINE,
    /** In a turn that has taken too long by itself. */
    STALLED,
    /** In a turn that has taken too long because others had the CPU. */
    STARVED,
    /** A turn that was STALLED has ended since. */
    ENDED
  }

  private final long periodNs;
  private final long stallNs;
  private long lookedNs;
  private long cpuNs;
  private long delayNs;
  private long sinceNs;
  private long ownNs;
  private boolean toldStalled;
  private boolean toldStarved;
  private long delayAtNs;
  private long delayedNs;
  private long tookNs;
  private long turns = -1;
  private int looksWithoutTurn;

  /**
   * @param periodNs how often there is a look
   * @param stallNs how long a turn may take
   */
  TurnWatch(long periodNs, long stallNs) {
    this.periodNs = periodNs;
    this.stallNs = stallNs;
  }

  /**
   * Looks.
   *
   * @param turns how many the worker has finished
   * @param sinceNs when the turn under way began; 0 between turns
   * @param cpuNs what its thread has run, ever
   * @param delayNs what it has waited for a CPU, ever
   * @param runnable whether it runs or could
   */
  Verdict look(
      long nowNs, long turns, long sinceNs, long cpuNs, long delayNs, boolean runnable) {
    looksWithoutTurn = turns == this.turns ? looksWithoutTurn + 1 : 0;
    this.turns = turns;
    boolean ended = false;
    if (sinceNs != this.sinceNs) {
      ended = toldStalled;
      tookNs = (sinceNs == 0 ? nowNs : sinceNs) - this.sinceNs;
      delayedNs = Math.clamp(delayNs - delayAtNs, 0, tookNs);
      delayAtNs = this.delayNs;
      this.sinceNs = sinceNs;
      ownNs = 0;
      toldStalled = false;
      toldStarved = false;
    }
    if (sinceNs != 0) {
      addOwn(nowNs, cpuNs - this.cpuNs, delayNs - this.delayNs, runnable);
    }
    lookedNs = nowNs;
    this.cpuNs = cpuNs;
    this.delayNs = delayNs;
    if (ended) {
      return Verdict.ENDED;
    }
    return sinceNs == 0 ? Verdict.FINE : verdict(nowNs - sinceNs);
  }

  /** How long the turn took that ended last, to a look. */
  long tookNs() {
    return tookNs;
  }

  /** How much of that it waited for a CPU, to a look. */
  long delayedNs() {
    return delayedNs;
  }

  private void addOwn(long nowNs, long ranNs, long waitedNs, boolean runnable) {
    boolean late = nowNs - lookedNs > 2 * periodNs;
    long passedNs = Math.max(nowNs - Math.max(lookedNs, sinceNs), 0);
    long itsNs = runnable || late ? ranNs : passedNs - waitedNs;
    ownNs += Math.clamp(itsNs, 0, passedNs);
  }

  private Verdict verdict(long tookNs) {
    if (tookNs < stallNs) {
      return Verdict.FINE;
    }
    if (ownNs >= stallNs && !toldStalled) {
      toldStalled = true;
      return Verdict.STALLED;
    }
    if (ownNs < stallNs && !toldStarved) {
      toldStarved = true;
      return Verdict.STARVED;
    }
    return Verdict.FINE;
  }

  /** Looks since the last that found a turn finished. An idle worker finishes five a second. */
  int looksWithoutTurn() {
    return looksWithoutTurn;
  }
}
