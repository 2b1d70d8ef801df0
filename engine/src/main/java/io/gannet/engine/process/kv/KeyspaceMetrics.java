package io.gannet.engine.process.kv;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.reuse.ReuseMetrics;
import io.gannet.engine.store.MissCause;

/**
 * What is counted of commands, whatever protocol they came in, under memcached's own names where it
 * has one: those are what tools look for. A protocol's own group adds what only it can count.
 */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public class KeyspaceMetrics extends MetricGroup {
  /** Requests executed; of a list of keys, each. */
  public final Counter requests =
      counter("requests_total", null, "Requests executed; each key of a list is one.");

  /** Keys asked for; those that are touched as well are no part of it, as in memcached. */
  public final Counter gets =
      counter("memcache_get_total", "cmd_get", "Keys asked for by get and gets.");

  public final Counter sets =
      counter("memcache_set_total", "cmd_set", "Data blocks received, whatever became of them.");

  public final Counter flushes =
      counter("memcache_flush_total", "cmd_flush", "flush_all requests.");

  public final Counter touches =
      counter("memcache_touch_total", "cmd_touch", "Keys given to touch, gat and gats.");

  public final Counter getHits =
      counter("memcache_get_hits_total", "get_hits", "Keys asked for that were there.");

  public final Counter getMisses =
      counter("memcache_get_misses_total", "get_misses", "Keys asked for that were not there.");

  public final Counter deleteHits =
      counter("memcache_delete_hits_total", "delete_hits", "Deletions of an item.");

  public final Counter deleteMisses =
      counter("memcache_delete_misses_total", "delete_misses", "Deletions of nothing.");

  public final Counter incrHits =
      counter("memcache_incr_hits_total", "incr_hits", "Increments of an item.");

  public final Counter incrMisses =
      counter("memcache_incr_misses_total", "incr_misses", "Increments of nothing.");

  public final Counter decrHits =
      counter("memcache_decr_hits_total", "decr_hits", "Decrements of an item.");

  public final Counter decrMisses =
      counter("memcache_decr_misses_total", "decr_misses", "Decrements of nothing.");

  public final Counter casHits =
      counter("memcache_cas_hits_total", "cas_hits", "cas requests whose token was right.");

  public final Counter casMisses =
      counter("memcache_cas_misses_total", "cas_misses", "cas requests for nothing.");

  public final Counter casBadval =
      counter("memcache_cas_badval_total", "cas_badval", "cas requests whose token was old.");

  public final Counter touchHits =
      counter("memcache_touch_hits_total", "touch_hits", "Touches of an item.");

  public final Counter touchMisses =
      counter("memcache_touch_misses_total", "touch_misses", "Touches of nothing.");

  public final Counter tooLarge =
      counter("memcache_too_large_total", "store_too_large", "Values too large to be held.");

  public final Counter noMemory =
      counter("memcache_no_memory_total", "store_no_memory", "Values no memory was to be had for.");

  public final Counter waits =
      counter(
          "memcache_waits_total", "memory_waits", "Requests that had to wait for memory.");

  public final Counter waitsGivenUp =
      counter(
          "memcache_waits_given_up_total",
          "memory_waits_given_up",
          "Requests that waited for memory in vain.");

  public final Counter copies =
      counter("memcache_copies_total", "values_copied", "Values copied, as too much was pinned.");

  public final Counter copiedIn =
      counter(
          "value_bytes_copied_total", null,
          "Bytes of values that were copied into the store, not received there.");

  /** Why keys were not there. */
  public final MissMetrics misses = part(new MissMetrics());

  /** How many there would be with other memory. */
  public final ReuseMetrics reuse = part(new ReuseMetrics(gets::get));

  /** How long requests took. */
  final ServiceMetrics service = part(new ServiceMetrics());

  /** How long their keys and values are. */
  final SizeMetrics sizes = part(new SizeMetrics());

  /** Nothing was asked yet. */
  public KeyspaceMetrics() {
    counter("memcache_get_expired_total", "get_expired", "Keys asked for that had expired.",
        () -> misses.gets.get(MissCause.EXPIRED.ordinal()));
    counter("memcache_get_flushed_total", "get_flushed", "Keys asked for that were flushed.",
        () -> misses.gets.get(MissCause.FLUSHED.ordinal()));
    ratio("memcache_hit_ratio", "hit_ratio", "Keys asked for that were there, by keys asked for.",
        told("get_hits"), told("cmd_get"));
  }

  /** A key that was asked for was not there, for this cause. */
  void missedGet(MissCause cause) {
    getMisses.increment();
    misses.gets.increment(cause.ordinal());
  }

  /** The same of one that was to be touched, too. */
  void missedTouch(MissCause cause) {
    touchMisses.increment();
    misses.touches.increment(cause.ordinal());
  }
}
