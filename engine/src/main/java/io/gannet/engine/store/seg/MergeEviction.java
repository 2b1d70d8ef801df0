package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * Joins the oldest segments into fewer that hold what was asked for, and forgets the rest: after
 * Segcache's merge-based eviction (Yang, Yue, Vinayak, NSDI 2021, §3.5). Other than there, segments
 * of new items are joined early, when they are a fifth of all ({@link Admission}): a scan passes
 * through that fifth, not through all of memory.
 *
 * <p>An item survives if its score, heat per byte relative to the mean of its segment, reaches a
 * cutoff, which is corrected every tenth of a segment so that {@link #SHARE} of the bytes survive;
 * if fewer were asked for at all, only those do. Joining goes on from one victim to the next, so
 * there is no moment at which several segments must be worked through at once.
 */
final class MergeEviction implements Eviction {
  /** Segcache keeps a quarter. Measured on real traces more is better: engine/docs/014. */
  private static final double SHARE = 0.8;

  /** Segments per victim that may be taken for that: more, as none is ever quite full. */
  private static final double ALLOWED = 0.9;

  private static final int SEGMENTS_PER_ADMISSION = 5;

  private static final double CORRECTION_MAX = 0.5;
  private static final int CORRECTIONS_PER_SEGMENT = 10;
  private static final double CUTOFF_MIN = 1.0 / 64;
  private static final double CUTOFF_MAX = Slot.HEAT_MAX;

  private final SegmentTable table;
  private final Admission admission;
  private final long correctionStep;
  private double meanBytes = 1;
  private double cutoff = 1;
  private long scannedBytes;
  private long keptBytes;

  MergeEviction(Heap heap, SegLayout layout) {
    this.table = heap.table;
    this.admission = new Admission(heap, SEGMENTS_PER_ADMISSION, ALLOWED);
    this.correctionStep = layout.segmentBytes() / CORRECTIONS_PER_SEGMENT;
  }

  @Override
  public int victim(int nowSec) {
    int segment = admission.victim(nowSec);
    if (segment != NONE) {
      meanBytes = (double) table.liveBytes(segment) / Math.max(1, table.liveItems(segment));
    }
    return segment;
  }

  @Override
  public boolean keeps(int bytes, int heat) {
    scannedBytes += bytes;
    if (scannedBytes >= correctionStep) {
      correct();
    }
    boolean kept = heat * meanBytes >= cutoff * bytes;
    keptBytes += kept ? bytes : 0;
    return kept;
  }

  /** It is all that its segments hold, so it is the mean of them. */
  @Override
  public boolean keepsLarge(int heat) {
    return heat >= cutoff;
  }

  /** More was kept than is to be: be stricter. Less: be milder. By at most a half at once. */
  private void correct() {
    double excess = (double) keptBytes / scannedBytes / SHARE - 1;
    cutoff *= 1 + Math.clamp(excess, -CORRECTION_MAX, CORRECTION_MAX);
    cutoff = Math.clamp(cutoff, CUTOFF_MIN, CUTOFF_MAX);
    scannedBytes = 0;
    keptBytes = 0;
  }

  @Override
  public boolean remembers() {
    return admission.isVictim();
  }

  @Override
  public int destination(int bytes) {
    return admission.destination(bytes);
  }
}
