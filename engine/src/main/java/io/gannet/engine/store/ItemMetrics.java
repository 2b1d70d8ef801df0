package io.gannet.engine.store;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import java.util.function.LongSupplier;

/**
 * What every store counts of its items. The gauges of items and bytes equal a full walk at any
 * time. Figures of several shards may be summed.
 */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public abstract class ItemMetrics extends MetricGroup {
  /** Items held, expired ones that were not yet reclaimed included. */
  public final Counter items = gauge("items", "curr_items", "Items held.");

  /** Bytes of their keys. */
  public final Counter keyBytes = gauge("item_key_bytes", "key_bytes", "Bytes of keys held.");

  /** Bytes of their values. */
  public final Counter valueBytes =
      gauge("item_value_bytes", "value_bytes", "Bytes of values held.");

  /** Bytes of their headers: lengths, marks, client flags, deadlines, CAS tokens. */
  public final Counter metadataBytes =
      gauge("item_metadata_bytes", "metadata_bytes", "Bytes of item headers held.");

  /** Items published. */
  public final Counter itemsStored =
      counter("items_stored_total", "total_items", "Items stored since the start.");

  /** Live items forgotten to make room. */
  public final Counter evictions =
      counter("items_evicted_total", "evictions", "Live items forgotten to make room.");

  /** Expired items whose place was taken back. */
  public final Counter itemsExpired =
      counter("items_expired_total", "items_expired", "Expired items that were reclaimed.");

  /** Items that a flush has ended: it counts them, whenever their places are taken back. */
  public final Counter itemsFlushed =
      counter("items_flushed_total", "items_flushed", "Items that a flush has ended.");

  /**
   * Items, headers and slots looked at to make room, and each 4 KiB moved for that as one more: the
   * work that an operation may be in for beyond its own item.
   */
  public final Counter steps =
      counter(
          "upkeep_steps_total", "upkeep_steps", "Items, headers and slots looked at for room.");

  /** Places refused because no memory was to be had; in {@code stats} the protocol tells it. */
  public final Counter noMemory =
      counter("store_no_memory_total", null, "Items refused for want of memory.");

  /** Reservations refused because others hold all the memory that may be held so. */
  public final Counter reservationsRefused =
      counter(
          "reservations_refused_total", "reservations_refused",
          "Reservations refused because of those that are open.");

  /** Pins refused because others hold all the memory that may be pinned. */
  public final Counter pinsRefused =
      counter(
          "store_pins_refused_total", "store_pins_refused",
          "Pins refused because of those that are open.");

  /** Open reservations. */
  public final Counter reservations =
      gauge("reservations", "reservations", "Items being received.");

  /** Bytes of open reservations. */
  public final Counter reservedBytes =
      gauge("reserved_bytes", "reserved_bytes", "Bytes of items being received.");

  /** Items held, and bytes, all 0 yet. */
  protected ItemMetrics() {
    gauge("item_bytes", "bytes", "Bytes of items held, headers included.", this::itemBytes);
    counter(null, "reclaimed", "Items expired or flushed.", this::reclaimed);
  }

  /**
   * Tells what becomes of the memory, to the last byte, and what an item costs beyond its key and
   * value. All is counted, nothing is reckoned from what an item ought to need.
   *
   * @param memoryBytes all that the store was given
   * @param indexBytes what finds items; from any thread
   * @param headersBytes what describes where items lie, and places that hold none for long
   * @param leftoverBytes what nothing can be made of
   * @param slackBytes what items leave of their places; from any thread
   */
  protected final void tellMemory(
      long memoryBytes, LongSupplier indexBytes, long headersBytes, long leftoverBytes,
      LongSupplier slackBytes) {
    gauge("memory_bytes", "limit_maxbytes", "Bytes of all that follows.", () -> memoryBytes);
    gauge("index_bytes", "hash_bytes", "Bytes of the index.", indexBytes);
    gauge("headers_bytes", "headers_bytes", "Bytes that describe where items lie.",
        () -> headersBytes);
    gauge("item_slack_bytes", "slack_bytes", "Bytes that items leave of their places.",
        slackBytes);
    gauge("idle_bytes", "idle_bytes",
        "Bytes for items that hold none: free, not filled yet, dead, being received.",
        () -> memoryBytes - indexBytes.getAsLong() - headersBytes - leftoverBytes
            - slackBytes.getAsLong() - itemBytes());
    gauge("leftover_bytes", "leftover_bytes", "Bytes of memory put to no use.",
        () -> leftoverBytes);
    ratio("overhead_bytes_per_item", "overhead_bytes_per_item",
        "Bytes of header, slack and index by items held.",
        () -> metadataBytes.get() + slackBytes.getAsLong() + indexBytes.getAsLong(), items::get);
    ratio("memory_overhead_bytes_per_item", "memory_overhead_bytes_per_item",
        "Bytes of all memory but keys and values by items held.",
        () -> memoryBytes - keyBytes.get() - valueBytes.get(), items::get);
  }

  /** Bytes of the items held, headers included. */
  public final long itemBytes() {
    return keyBytes.get() + valueBytes.get() + metadataBytes.get();
  }

  /** Counts an item that is held from now on, or, with {@code sign} -1, no longer. */
  public final void account(int sign, int keyLength, int valueLength, int metadataLength) {
    items.add(sign);
    keyBytes.add((long) sign * keyLength);
    valueBytes.add((long) sign * valueLength);
    metadataBytes.add((long) sign * metadataLength);
  }

  /** Items that have ended by themselves or by a flush, and make room: memcached's figure. */
  public final long reclaimed() {
    return itemsExpired.get() + itemsFlushed.get();
  }

  /** Nothing is held any more: all was flushed. */
  public void forgetItems() {
    itemsFlushed.add(items.get());
    items.set(0);
    keyBytes.set(0);
    valueBytes.set(0);
    metadataBytes.set(0);
  }
}
