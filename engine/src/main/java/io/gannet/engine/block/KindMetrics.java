package io.gannet.engine.block;

import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.Arrays;
import java.util.List;

/**
 * What a store counts of its blocks by their kind, a TTL bucket or a size class: a row each, told
 * while there are blocks of it. Blocks, items and bytes equal a full walk at any time.
 *
 * <p>{@code stats items} tells the rows under memcached's names; so a TTL bucket takes the place of
 * a size class there.
 */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public abstract class KindMetrics extends MetricGroup {
  /** Four years; beyond it nobody wants to know more. */
  private static final int AGE_SHIFT_MAX = 27;

  /** Blocks in use. */
  public final Counters blocks;

  /** Items held in them. */
  public final Counters items;

  /** Their bytes, headers included. */
  public final Counters bytes;

  /** Live items forgotten to make room. */
  public final Counters evicted;

  /** Those of them that would have expired one day. */
  public final Counters evictedMortal;

  /** Expired items whose place was taken back. */
  public final Counters expired;

  /** Items that a flush has ended. */
  public final Counters flushed;

  /** By item, how old its block was when it was forgotten to make room. */
  public final Histogram evictionAges;

  private final Counters age;
  private final Counters evictedAge;
  private final int[] oldestSec;

  /**
   * Kinds without blocks.
   *
   * @param section of {@code stats}
   * @param kind what a kind is called: {@code size_class}
   * @param label Prometheus' label of a kind
   * @param texts what tells each kind apart
   * @param block what a block is called
   * @param blocksStat what the number of blocks is called in {@code stats}
   */
  protected KindMetrics(
      String section, String kind, String label, List<String> texts, String block,
      String blocksStat) {
    this(section, kind, label, texts, block, blocksStat, new Counters(texts.size()));
  }

  private KindMetrics(
      String section, String kind, String label, List<String> texts, String block,
      String blocksStat, Counters blocks) {
    super(section, new RowLabels("", label, texts, row -> blocks.get(row) != 0));
    this.blocks = blocks;
    oldestSec = new int[texts.size()];
    Arrays.fill(oldestSec, Integer.MAX_VALUE);
    rowGauge(kind + "_" + block + "s", blocksStat, "Blocks in use of each kind.", blocks::get);
    items = rowGauge(kind + "_items", "items", "Items held of each kind.");
    bytes = rowGauge(kind + "_item_bytes", "bytes", "Bytes of items held, headers included.");
    age =
        rowMaximum(kind + "_age_seconds", "age", "Age of the oldest block, a second ago at most.");
    evicted =
        rowCounter(
            kind + "_items_evicted_total", "evicted", "Live items forgotten to make room.");
    evictedMortal =
        rowCounter(
            kind + "_items_evicted_mortal_total", "evicted_nonzero",
            "Live items with a deadline forgotten to make room.");
    evictedAge =
        rowMaximum(
            kind + "_evicted_age_seconds", "evicted_age", "Age of the block last evicted from.");
    expired =
        rowCounter(
            kind + "_items_expired_total", "expired", "Expired items that were reclaimed.");
    flushed =
        rowCounter(kind + "_items_flushed_total", "flushed", "Items that a flush has ended.");
    evictionAges =
        histogram(
            "eviction_age_seconds",
            "eviction_age",
            "By item evicted, the age of its block.",
            Histogram.ofPowers(AGE_SHIFT_MAX));
    part(new ItemRows(this));
  }

  /** The same as memcached names it. */
  private static final class ItemRows extends MetricGroup {
    ItemRows(KindMetrics kinds) {
      super("items", kinds.labels().withPrefix("items:"));
      rowGauge(null, "number", "Items held.", kinds.items::get);
      rowMaximum(null, "age", "Age of the oldest block.", kinds.age::get);
      rowGauge(null, "mem_requested", "Bytes of items held.", kinds.bytes::get);
      rowCounter(null, "evicted", "Items evicted.", kinds.evicted::get);
      rowCounter(
          null, "evicted_nonzero", "Items evicted that had a deadline.",
          kinds.evictedMortal::get);
      rowMaximum(null, "evicted_time", "Age at the last eviction.", kinds.evictedAge::get);
      rowCounter(null, "outofmemory", "Items refused.", kinds::refused);
      rowCounter(null, "reclaimed", "Items expired or flushed.",
          row -> kinds.expired.get(row) + kinds.flushed.get(row));
    }
  }

  /** Items of a kind refused for want of memory; 0 if that is not known by kind. */
  protected long refused(int kind) {
    return 0;
  }

  /** Counts an item that is held from now on, or, with {@code sign} -1, no longer. */
  public final void account(int kind, int sign, int itemBytes) {
    items.add(kind, sign);
    bytes.add(kind, (long) sign * itemBytes);
  }

  /**
   * Counts an item that is forgotten to make room.
   *
   * @param mortal whether it had a deadline
   */
  public final void evicted(int kind, int ageSec, boolean mortal) {
    evicted.increment(kind);
    evictedMortal.add(kind, mortal ? 1 : 0);
    evictedAge.set(kind, ageSec);
    evictionAges.record(ageSec);
  }

  /** Nothing is held any more: all was flushed; blocks are still in use. */
  public final void forgetItems() {
    for (int kind = 0; kind < oldestSec.length; kind++) {
      flushed.add(kind, items.get(kind));
    }
    items.clear();
    bytes.clear();
  }

  /** A pass over all blocks came by one that is in use since then. */
  public final void seen(int kind, int sinceSec) {
    oldestSec[kind] = Math.min(oldestSec[kind], sinceSec);
  }

  /** The pass is over: what was seen is told. */
  public final void allSeen(int nowSec) {
    for (int kind = 0; kind < oldestSec.length; kind++) {
      age.set(kind, oldestSec[kind] == Integer.MAX_VALUE ? 0 : nowSec - oldestSec[kind]);
      oldestSec[kind] = Integer.MAX_VALUE;
    }
  }
}
