package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Fact;
import io.gannet.engine.metrics.StatNames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The names of memcached's {@code stats}, in its order, of 1.6.18 as Debian 12 has it. Each is
 * counted by a room of ours, or told as memcached tells it that has nothing of the kind: no LRU in
 * parts, no crawler, no pages that move.
 */
public final class MemcachedNames {
  /** Its sections that are never an error, even if they are empty. */
  static final List<String> SECTIONS =
      List.of("", "settings", "items", "slabs", "sizes", "conns", "extstore");

  private static final List<String> GENERAL =
      List.of(
          "pid", "uptime", "time", "version", "libevent none", "pointer_size", "rusage_user",
          "rusage_system", "max_connections", "curr_connections", "total_connections",
          "rejected_connections", "connection_structures", "response_obj_oom",
          "response_obj_count", "response_obj_bytes", "read_buf_count", "read_buf_bytes",
          "read_buf_bytes_free", "read_buf_oom", "reserved_fds", "cmd_get", "cmd_set",
          "cmd_flush", "cmd_touch", "cmd_meta", "get_hits", "get_misses", "get_expired",
          "get_flushed", "delete_misses", "delete_hits", "incr_misses", "incr_hits",
          "decr_misses", "decr_hits", "cas_misses", "cas_hits", "cas_badval", "touch_hits",
          "touch_misses", "store_too_large", "store_no_memory", "auth_cmds", "auth_errors",
          "bytes_read", "bytes_written", "limit_maxbytes", "accepting_conns",
          "listen_disabled_num", "time_in_listen_disabled_us", "threads", "conn_yields",
          "hash_power_level", "hash_bytes", "hash_is_expanding", "slab_reassign_rescues",
          "slab_reassign_chunk_rescues", "slab_reassign_evictions_nomem",
          "slab_reassign_inline_reclaim", "slab_reassign_busy_items",
          "slab_reassign_busy_deletes", "slab_reassign_running", "slabs_moved",
          "lru_crawler_running", "lru_crawler_starts", "lru_maintainer_juggles", "malloc_fails",
          "log_worker_dropped", "log_worker_written", "log_watcher_skipped",
          "log_watcher_sent", "log_watchers", "unexpected_napi_ids", "round_robin_fallback",
          "bytes", "curr_items", "total_items", "slab_global_page_pool", "expired_unfetched",
          "evicted_unfetched", "evicted_active", "evictions", "reclaimed", "crawler_reclaimed",
          "crawler_items_checked", "lrutail_reflocked", "moves_to_cold", "moves_to_warm",
          "moves_within_lru", "direct_reclaims", "lru_bumps_dropped");

  private static final List<String> ITEMS =
      List.of(
          "number", "number_hot", "number_warm", "number_cold", "age_hot", "age_warm", "age",
          "mem_requested", "evicted", "evicted_nonzero", "evicted_time", "outofmemory",
          "tailrepairs", "reclaimed", "expired_unfetched", "evicted_unfetched",
          "evicted_active", "crawler_reclaimed", "crawler_items_checked", "lrutail_reflocked",
          "moves_to_cold", "moves_to_warm", "moves_within_lru", "direct_reclaims",
          "hits_to_hot", "hits_to_warm", "hits_to_cold", "hits_to_temp");

  private static final List<String> SLABS =
      List.of(
          "chunk_size", "chunks_per_page", "total_pages", "total_chunks", "used_chunks",
          "free_chunks", "free_chunks_end", "get_hits", "cmd_set", "delete_hits", "incr_hits",
          "decr_hits", "cas_hits", "cas_badval", "touch_hits");

  private static final Fact NO_SIZES =
      new Fact("sizes_status", "disabled", "Whether items are counted by their size.");

  /** All of them, but those of {@code stats settings}, which know the options. */
  public static final StatNames ALL =
      new StatNames(
          Map.of("", figures(GENERAL)),
          Map.of("items", columns(ITEMS), "slabs", columns(SLABS)),
          SECTIONS,
          Map.of("sizes", NO_SIZES));

  private MemcachedNames() {}

  /** Each name, and behind a blank what is told where nobody counts it if that is not 0. */
  private static SequencedMap<String, String> figures(List<String> names) {
    SequencedMap<String, String> figures = new LinkedHashMap<>();
    for (String name : names) {
      String[] words = name.split(" ");
      figures.put(words[0], words.length == 1 ? "0" : words[1]);
    }
    return figures;
  }

  private static SequencedSet<String> columns(List<String> names) {
    return new LinkedHashSet<>(names);
  }
}
