package io.gannet.server.product;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.memcache.Admittance;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.watch.WatchOptions;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * {@code stats settings} by memcached's names, in its order, of 1.6.18: what an option of ours sets
 * is told as memcached tells it; the rest as it is with the thing turned off.
 */
final class MemcachedSettings {
  private static final String NO = "no";
  private static final String YES = "yes";
  private static final String NULL = "NULL";

  private final Settings settings;
  private final List<Option> storageOptions;
  private final SequencedMap<String, String> told = new LinkedHashMap<>();

  private MemcachedSettings(Settings settings, List<Option> storageOptions) {
    this.settings = settings;
    this.storageOptions = storageOptions;
  }

  /** As this run is set, of a storage with these options. */
  static SequencedMap<String, String> of(Settings settings, List<Option> storageOptions) {
    MemcachedSettings all = new MemcachedSettings(settings, storageOptions);
    all.tellOurs();
    all.tellLru();
    all.tellOthers();
    return all.told;
  }

  private void tellOurs() {
    number("maxbytes", ShardOptions.MEMORY);
    number("maxconns", WorkerOptions.MAX_CONNECTIONS);
    told.put("tcpport", Long.toString(settings.number(MemcacheProduct.PORT)));
    told.put("udpport", "0");
    told.put("inter", settings.text(ListenerOptions.HOST));
    told.put("verbosity", "0");
    told.put("oldest", "0");
    told.put("evictions", ofStorage("evict").map(settings::on).orElse(true) ? "on" : "off");
    told.put("domain_socket", orNull(settings.text(ListenerOptions.UNIX_SOCKET)));
    told.put("umask", settings.text(ListenerOptions.UNIX_MASK));
    told.put("shutdown_command", yesNo(settings.on(MemcacheOptions.ENABLE_SHUTDOWN)));
    told.put("growth_factor", ofStorage("slab-factor").map(settings::text).orElse("1.00"));
    told.put("chunk_size", "48");
    number("num_threads", WorkerOptions.WORKERS);
    told.put("num_threads_per_udp", "0");
    told.put("stat_key_prefix", ":");
    told.put("detail_enabled", NO);
    number("reqs_per_event", WorkerOptions.REQUESTS_PER_EVENT);
    boolean cas = ofStorage("cas").map(settings::text).orElse("on").equals("on");
    told.put("cas_enabled", yesNo(cas));
    number("tcp_backlog", ListenerOptions.BACKLOG);
    Admittance.Dialects dialects = MemcacheProduct.dialects(settings);
    told.put("binding_protocol", dialects == Admittance.Dialects.AUTO
        ? "auto-negotiate" : dialects.text());
    String users = settings.text(MemcacheOptions.AUTH_FILE);
    boolean packets = dialects != Admittance.Dialects.ASCII;
    told.put("auth_enabled_sasl", yesNo(!users.isEmpty() && packets));
    told.put("auth_enabled_ascii", users.isEmpty() ? NO : users);
    long largest = ofStorage("item-size-max").or(() -> ofStorage("slot-size"))
        .map(settings::number).orElse(0L);
    told.put("item_size_max", Long.toString(largest));
    told.put("maxconns_fast", YES);
    told.put("hashpower_init", "0");
  }

  private void tellLru() {
    told.put("slab_reassign", NO);
    told.put("slab_automove", "0");
    told.put("slab_automove_ratio", "0.80");
    told.put("slab_automove_window", "30");
    told.put("slab_chunk_max", "0");
    told.put("lru_crawler", NO);
    told.put("lru_crawler_sleep", "0");
    told.put("lru_crawler_tocrawl", "0");
    told.put("tail_repair_time", "0");
    told.put("flush_enabled", yesNo(settings.on(MemcacheOptions.ENABLE_FLUSH_ALL)));
    told.put("dump_enabled", yesNo(settings.on(MemcacheOptions.DUMPS)));
    told.put("hash_algorithm", "gannet");
    told.put("lru_maintainer_thread", NO);
    told.put("lru_segmented", NO);
    told.put("hot_lru_pct", "0");
    told.put("warm_lru_pct", "0");
    told.put("hot_max_factor", "0.00");
    told.put("warm_max_factor", "0.00");
    told.put("temp_lru", NO);
    told.put("temporary_ttl", "0");
  }

  private void tellOthers() {
    number("idle_timeout", WorkerOptions.IDLE_TIMEOUT);
    number("watcher_logbuf_size", WatchOptions.WATCHER_SIZE);
    number("worker_logbuf_size", WatchOptions.WORKER_SIZE);
    told.put("read_buf_mem_limit", "0");
    told.put("track_sizes", NO);
    told.put("inline_ascii_response", NO);
    for (String name :
        new String[] {
          "ext_item_size", "ext_item_age", "ext_low_ttl", "ext_recache_rate", "ext_wbuf_size",
          "ext_compact_under", "ext_drop_under", "ext_max_sleep"
        }) {
      told.put(name, "0");
    }
    told.put("ext_max_frag", "0.00");
    told.put("slab_automove_freeratio", "0.000");
    told.put("ext_drop_unread", NO);
    told.put("ssl_enabled", NO);
    told.put("ssl_chain_cert", "(null)");
    told.put("ssl_key", "(null)");
    told.put("ssl_verify_mode", "0");
    told.put("ssl_keyformat", "0");
    told.put("ssl_ciphers", NULL);
    told.put("ssl_ca_cert", NULL);
    told.put("ssl_wbuf_size", "0");
    told.put("ssl_session_cache", NO);
    told.put("ssl_kernel_tls", NO);
    told.put("ssl_min_version", NULL);
    told.put("num_napi_ids", "(null)");
    told.put("memory_file", "(null)");
    told.put("client_flags_size", "4");
  }

  private Optional<Option> ofStorage(String name) {
    return storageOptions.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  private void number(String name, Option option) {
    told.put(name, Long.toString(settings.number(option)));
  }

  private static String orNull(String text) {
    return text.isEmpty() ? NULL : text;
  }

  private static String yesNo(boolean yes) {
    return yes ? YES : NO;
  }
}
