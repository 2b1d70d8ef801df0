package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import java.util.Arrays;

/**
 * Joins the oldest segments of a TTL bucket into one that holds what was asked for most, and
 * forgets the rest: Segcache's merge-based eviction (Yang, Yue, Vinayak, NSDI 2021, §3.5).
 *
 * <pre>
 *   bucket   a ── b ── c ── d ── e ── f ── g(open)
 *            └────┴────┴────┘
 *                 run          survivors, ≤ 0.9 of a segment ──► appended behind g
 * </pre>
 *
 * The oldest segment of all names the bucket, so that each gives in proportion to what it holds. An
 * item survives if its score, heat per byte relative to the mean, reaches a cutoff that is corrected
 * every tenth of a segment so that what survives of the run fills one segment. A segment without two
 * neighbours to join is dropped whole; so is one when there is no free segment for survivors.
 *
 * <p>Invariant: the destination is in the state MERGING as long as the run lasts, so it can neither
 * be chosen nor become free.
 */
final class MergeEviction implements Eviction {
  private static final int RUN_MIN = 3;
  private static final int RUN_MAX = 4;
  private static final double FILL_MAX = 0.9;
  private static final double CORRECTION_MAX = 0.5;
  private static final int CORRECTIONS_PER_SEGMENT = 10;
  private static final double CUTOFF_MIN = 1.0 / 64;
  private static final double CUTOFF_MAX = 1 << 20;

  private final Heap heap;
  private final SegmentTable table;
  private final SegLayout layout;
  private final SegMetrics metrics;

  private final int[] run = new int[RUN_MAX];
  private final long[] generations = new long[RUN_MAX];
  private int runLength;
  private int runNext;
  private int destination = NONE;

  /*
   * Of the victim at hand. It has ended when the next one is asked for, so the figures below are
   * always those of the segment whose items are being judged.
   */
  private double meanBytes = 1;
  private double cutoff = 1;
  private long scannedBytes;
  private long keptBytes;
  private long correctAt;

  MergeEviction(Heap heap, SegLayout layout, SegMetrics metrics) {
    this.heap = heap;
    this.table = heap.table;
    this.layout = layout;
    this.metrics = metrics;
  }

  /** One for the survivors. */
  @Override
  public int freeWanted() {
    return 1;
  }

  @Override
  public int victim(int nowSec) {
    int segment = nextOfRun();
    if (segment == NONE) {
      end();
      segment = begin(nowSec);
    }
    if (segment != NONE) {
      meanBytes = Math.max(1, (double) table.liveBytes(segment) / table.liveItems(segment));
    }
    return segment;
  }

  /** The next of the run that is still as it was when it was chosen. */
  private int nextOfRun() {
    while (runNext < runLength) {
      int segment = run[runNext];
      if (table.generation(segment) == generations[runNext++] && table.pins(segment) == 0) {
        return segment;
      }
    }
    return NONE;
  }

  /** Chooses a run, or, where there is none, a segment to be dropped whole. */
  private int begin(int nowSec) {
    int oldest = heap.byAge.first();
    while (oldest != NONE && table.pins(oldest) != 0) {
      oldest = heap.byAge.next(oldest);
    }
    if (oldest == NONE || heap.free() == 0 || !gather(oldest)) {
      return oldest;
    }
    destination = heap.beginMerge(run[0], nowSec);
    scannedBytes = 0;
    keptBytes = 0;
    correctAt = correctionStep();
    metrics.merges.increment();
    return nextOfRun();
  }

  /** Collects a run that begins with {@code segment}; false if it would be too short. */
  private boolean gather(int segment) {
    Chain chain = heap.buckets.chain(table.bucket(segment));
    runNext = 0;
    runLength = 0;
    for (int s = segment; s != NONE && runLength < RUN_MAX && mergeable(s); s = chain.next(s)) {
      run[runLength] = s;
      generations[runLength++] = table.generation(s);
    }
    if (runLength < RUN_MIN) {
      runLength = 0;
    }
    return runLength > 0;
  }

  private boolean mergeable(int segment) {
    return table.state(segment) == SEALED
        && table.pins(segment) == 0
        && !heap.isFlushed(segment);
  }

  @Override
  public boolean keeps(int bytes, int heat) {
    if (destination == NONE) {
      return false;
    }
    scannedBytes += bytes;
    if (scannedBytes >= correctAt) {
      correct();
    }
    boolean kept = heat * meanBytes >= cutoff * bytes && keptBytes + bytes <= fillBytes();
    keptBytes += kept ? bytes : 0;
    return kept;
  }

  /** More was kept than a run may keep: be stricter. Less: be milder. By at most a half at once. */
  private void correct() {
    double excess = (double) keptBytes / scannedBytes * runLength / FILL_MAX - 1;
    cutoff *= 1 + Math.clamp(excess, -CORRECTION_MAX, CORRECTION_MAX);
    cutoff = Math.clamp(cutoff, CUTOFF_MIN, CUTOFF_MAX);
    correctAt = scannedBytes + correctionStep();
  }

  private long correctionStep() {
    return layout.segmentBytes() / CORRECTIONS_PER_SEGMENT;
  }

  private long fillBytes() {
    return (long) (layout.segmentBytes() * FILL_MAX);
  }

  @Override
  public int destination() {
    return destination;
  }

  @Override
  public void flushed() {
    end();
  }

  private void end() {
    Arrays.fill(run, NONE);
    runLength = 0;
    runNext = 0;
    if (destination != NONE) {
      int segment = destination;
      destination = NONE;
      heap.endMerge(segment);
    }
  }
}
