package io.gannet.server.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * What reads memcached's {@code stats}, and by which names: each list was taken from the reader's
 * own source.
 */
enum StatReaders {
  /** prometheus/memcached_exporter, pkg/exporter/exporter.go. */
  PROMETHEUS(
      "version", "uptime", "time", "get_hits", "get_misses", "delete_hits", "delete_misses",
      "incr_hits", "incr_misses", "decr_hits", "decr_misses", "cas_hits", "cas_misses",
      "touch_hits", "touch_misses", "cas_badval", "cmd_flush", "cmd_set", "rusage_user",
      "rusage_system", "bytes", "limit_maxbytes", "curr_items", "total_items", "bytes_read",
      "bytes_written", "curr_connections", "total_connections", "rejected_connections",
      "conn_yields", "listen_disabled_num", "evictions", "reclaimed", "store_too_large",
      "store_no_memory", "lru_crawler_starts", "direct_reclaims", "crawler_items_checked",
      "crawler_reclaimed", "moves_to_cold", "moves_to_warm", "moves_within_lru",
      "accepting_conns"),
  /** munin-monitoring/munin, plugins/node.d/memcached_.in; its words on sizes included. */
  MUNIN(
      "get_hits", "get_misses", "cmd_get", "cmd_set", "total_items", "total_connections",
      "bytes_read", "bytes_written", "curr_items", "curr_connections", "bytes", "rusage_user",
      "rusage_system", "connection_structures", "limit_maxbytes"),
  /** netdata/netdata, python.d.plugin/memcached/memcached.chart.py. */
  NETDATA(
      "limit_maxbytes", "bytes", "bytes_read", "bytes_written", "curr_connections",
      "rejected_connections", "total_connections", "curr_items", "total_items", "reclaimed",
      "evictions", "get_hits", "get_misses", "cmd_get", "cmd_set", "delete_hits",
      "delete_misses", "cas_hits", "cas_misses", "cas_badval", "incr_hits", "incr_misses",
      "decr_hits", "decr_misses", "touch_hits", "touch_misses", "cmd_touch"),
  /** collectd/collectd, src/memcached.c: it reads 4,096 bytes and no more. */
  COLLECTD(
      "rusage_user", "rusage_system", "threads", "curr_items", "bytes", "limit_maxbytes",
      "curr_connections", "listen_disabled_num", "cmd_get", "cmd_set", "cmd_flush", "cmd_touch",
      "incr_misses", "incr_hits", "decr_misses", "decr_hits", "get_hits", "get_misses",
      "evictions", "delete_hits", "delete_misses", "bytes_read", "bytes_written");

  /** As much as collectd has room for. */
  static final int BYTES_READ_MAX = 4096;

  /** The exporter's, and memcached-tool's, of each row of {@code stats items}. */
  static final List<String> ITEMS =
      List.of(
          "number", "age", "hits_to_hot", "hits_to_warm", "hits_to_cold", "hits_to_temp",
          "crawler_reclaimed", "evicted", "evicted_nonzero", "evicted_time",
          "evicted_unfetched", "expired_unfetched", "outofmemory", "reclaimed", "tailrepairs",
          "moves_to_cold", "moves_to_warm", "moves_within_lru", "number_hot", "number_warm",
          "number_cold", "age_hot", "age_warm");

  /** The same of {@code stats slabs}. */
  static final List<String> SLABS =
      List.of(
          "get_hits", "delete_hits", "incr_hits", "decr_hits", "cas_hits", "touch_hits",
          "cas_badval", "cmd_set", "chunk_size", "chunks_per_page", "total_pages",
          "total_chunks", "used_chunks", "free_chunks", "free_chunks_end");

  /** The exporter's of {@code stats settings}. */
  static final List<String> SETTINGS =
      List.of(
          "maxconns", "lru_crawler", "lru_crawler_sleep", "lru_crawler_tocrawl",
          "lru_maintainer_thread", "hot_lru_pct", "warm_lru_pct", "hot_max_factor",
          "warm_max_factor");

  private final List<String> names;

  StatReaders(String... names) {
    this.names = List.of(names);
  }

  /** The names that all of them look for in {@code stats}. */
  static Stream<String> general() {
    return Stream.of(values()).flatMap(reader -> reader.names.stream()).distinct();
  }
}
