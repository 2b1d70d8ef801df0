package io.gannet.engine.store.seg;

/**
 * What may be held of the heap by those who are slow, counted in what they freeze: a segment is
 * frozen by one reservation or reader as by many.
 *
 * <pre>
 *   reservations   half of the segments; from an eighth on gathered in segments of their own
 *   readers        a quarter
 *   neither        a quarter at least: that can always be evicted
 * </pre>
 *
 * A large item freezes all its segments. Where one alone is more than a share it may be received,
 * or read, as long as no other is, and a quarter is left to neither.
 *
 * Of as many segments as there are: if the index takes some, nobody has to give back what is held.
 */
final class Holds {
  private static final int SEGMENTS_PER_RESERVED = 2;
  private static final int SEGMENTS_PER_SCATTERED = 8;
  private static final int SEGMENTS_PER_READ = 4;

  /** What is held is less than all by one in so many segments. */
  private static final int SEGMENTS_PER_NEITHER = 4;

  private final SegmentTable table;
  private final SegLayout layout;
  private final Runs runs;
  private final Ledger ledger;
  private final SegMetrics metrics;
  private int reserved;
  private int read;

  Holds(
      SegmentTable table, SegLayout layout, Runs runs, Ledger ledger, SegMetrics metrics) {
    this.table = table;
    this.layout = layout;
    this.runs = runs;
    this.ledger = ledger;
    this.metrics = metrics;
  }

  /** True while a value that is long in coming may lie where its deadline belongs. */
  boolean mayScatter() {
    return reserved < table.segments() / SEGMENTS_PER_SCATTERED;
  }

  /** True if so many segments more may be held by reservations. */
  boolean mayReserve(int span) {
    boolean hasShare =
        reserved == 0 || reserved + span <= table.segments() / SEGMENTS_PER_RESERVED;
    return hasShare && leavesRest(span);
  }

  private boolean leavesRest(int span) {
    int segments = table.segments();
    return reserved + read + span <= segments - segments / SEGMENTS_PER_NEITHER;
  }

  /** True if reservations hold the segment. */
  boolean isReserved(int segment) {
    return table.reservations(segment) != 0;
  }

  /** An item is a reservation from now on; its segment is pinned for it. */
  void reserve(long item) {
    int segment = layout.segment(item);
    int reservations = table.reservations(segment);
    table.reservations(segment, reservations + 1);
    int span = runs.span(segment);
    reserved += reservations == 0 ? span : 0;
    ledger.reserved(item, 1, reservations == 0, span);
  }

  /** A reservation has ended; its pin is still there. */
  void release(long item) {
    int segment = layout.segment(item);
    int reservations = table.reservations(segment) - 1;
    assert reservations >= 0 : "more reservations ended than begun";
    assert table.pins(segment) > reservations : "a reservation without a pin";
    table.reservations(segment, reservations);
    int span = runs.span(segment);
    reserved -= reservations == 0 ? span : 0;
    ledger.reserved(item, -1, reservations == 0, span);
  }

  /** True if a reader may pin the segment: where there is one already, always. */
  boolean mayRead(int segment) {
    int span = runs.span(segment);
    return hasReader(segment)
        || read + span <= table.segments() / SEGMENTS_PER_READ
        || read == 0 && leavesRest(span);
  }

  /** The segment has got a pin for a reader, and had one before or not. */
  void pinned(int segment, boolean hadReader) {
    read += hadReader ? 0 : runs.span(segment);
    metrics.segmentsRead.set(read);
  }

  /** The segment loses a pin of a reader. */
  void unpinned(int segment) {
    boolean isLast = table.pins(segment) - table.reservations(segment) == 1;
    read -= isLast ? runs.span(segment) : 0;
    assert read >= 0 : "unpinned more often than pinned";
    metrics.segmentsRead.set(read);
  }

  /** True if a pin of the segment is not a reservation's. */
  boolean hasReader(int segment) {
    assert table.pins(segment) >= table.reservations(segment);
    return table.pins(segment) > table.reservations(segment);
  }
}
