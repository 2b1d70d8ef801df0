package io.gannet.server.cli;

import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;

/**
 * An option of {@code memcached -h}, as 1.6.45 has them: a row each, with its letter, its long name
 * and what becomes of it. An option of ours that means the same takes it over; of the others the
 * row says why there is nothing to set, or why a start without it would be a mistake.
 *
 * @param name letter, or name of an extended option behind {@code -o}
 * @param longName as {@code --long-name}; null if it has none
 * @param valued whether a value follows
 * @param ours names of our options and what they are set to; {@link #ITS_VALUE} for what follows,
 *     and behind that its unit
 * @param word why it means nothing here, or must not be ignored; null if it has our meaning
 * @param refused whether a start with it is a mistake
 */
record MemcachedOption(
    String name,
    String longName,
    boolean valued,
    List<String> ours,
    String word,
    boolean refused) {
  /** In place of a value: what the user wrote. */
  static final String ITS_VALUE = "*";

  private static final String AS_NEEDED = "the index and its chains find their sizes themselves";
  private static final String NO_LRU = "items lie in segments or slabs, no thread moves them";
  private static final String NO_FLASH = "items are kept in memory alone";
  private static final String NO_TLS = "TLS is not spoken: in front of it a proxy would have to";
  private static final String NO_SPREAD = "connections go to the workers in turn";
  private static final String BOUNDED =
      "the memory of connections is bounded by --receive-buffers and --output-blocks";

  private static final List<MemcachedOption> LETTERS =
      List.of(
          same("p", "port"),
          same("s", "unix-socket"),
          same("a", "unix-mask"),
          same("l", "listen"),
          same("m", "memory-limit"),
          same("c", "conn-limit"),
          same("t", "threads"),
          same("R", "max-reqs-per-event"),
          same("b", "listen-backlog"),
          same("B", "protocol"),
          same("I", "max-item-size"),
          same("f", "slab-growth-factor"),
          same("Y", "auth-file"),
          same("u", "user"),
          same("P", "pidfile"),
          same("v", "verbose").unvalued(),
          same("A", "enable-shutdown").unvalued(),
          sets("M", "disable-evictions", "evict", "false", "wait-timeout", "0"),
          sets("F", "disable-flush-all", "enable-flush-all", "false"),
          sets("C", "disable-cas", "cas", "off"),
          sets("S", "enable-sasl", "sasl", "true"),
          noted("k", "lock-memory", "what the ring knows is pinned, as ulimit -l lets").unvalued(),
          noted("U", "udp-port", "UDP is not spoken"),
          noted("n", "slab-min-size", "items take what they need; twemcache has --slab-profile"),
          noted("D", null, "nothing is counted by prefix of a key"),
          noted("e", "memory-file", "nothing is kept over a restart"),
          noted("N", "napi-ids", NO_SPREAD),
          noted("d", "daemon", "stays in the foreground, as service managers want it").unvalued(),
          noted("r", "enable-coredumps", "ulimit -c decides that where it is started").unvalued(),
          noted("L", "enable-largepages", "--hugepages takes the largest there are").unvalued(),
          sets("X", "disable-dumping", "dumps", "false"),
          sets("W", "disable-watch", "watches", "false"),
          refused("Z", "enable-ssl", NO_TLS).unvalued());

  private static final List<MemcachedOption> EXTENDED =
      List.of(
          sets("idle_timeout", null, "idle-timeout", ITS_VALUE),
          noted("maxconns_fast", null, "always so"),
          noted("no_maxconns_fast", null, "who comes beyond --max-connections is told and closed"),
          noted("hashpower", null, AS_NEEDED),
          noted("no_hashexpand", null, AS_NEEDED),
          noted("hash_algorithm", null, "there is one, with a secret seed"),
          noted("tail_repair_time", null, NO_LRU),
          noted("slab_reassign", null, NO_LRU),
          noted("no_slab_reassign", null, NO_LRU),
          noted("slab_automove", null, NO_LRU),
          noted("no_slab_automove", null, NO_LRU),
          noted("slab_automove_ratio", null, NO_LRU),
          noted("slab_automove_window", null, NO_LRU),
          noted("slab_automove_freeratio", null, NO_LRU),
          noted("slab_sizes", null, "twemcache has --slab-profile"),
          noted("slab_chunk_max", null, "--segment-size and --slab-size are the units"),
          noted("no_chunked_items", null, "no item is in chunks"),
          noted("lru_crawler", null, NO_LRU),
          noted("no_lru_crawler", null, NO_LRU),
          noted("lru_crawler_sleep", null, NO_LRU),
          noted("lru_crawler_tocrawl", null, NO_LRU),
          noted("lru_maintainer", null, NO_LRU),
          noted("no_lru_maintainer", null, NO_LRU),
          noted("hot_lru_pct", null, NO_LRU),
          noted("warm_lru_pct", null, NO_LRU),
          noted("hot_max_factor", null, NO_LRU),
          noted("warm_max_factor", null, NO_LRU),
          noted("temporary_ttl", null, NO_LRU),
          sets("watcher_logbuf_size", null, "watch-buffer-size", ITS_VALUE + "KiB"),
          sets("worker_logbuf_size", null, "watch-ring-size", ITS_VALUE + "KiB"),
          noted("track_sizes", null, "stats sizes counts always"),
          noted("inline_ascii_resp", null, "replies are composed as they are sent"),
          noted("no_inline_ascii_resp", null, "replies are composed as they are sent"),
          noted("modern", null, "there is one set of defaults"),
          noted("no_modern", null, "there is one set of defaults"),
          sets("drop_privileges", null, "seccomp", "true"),
          sets("no_drop_privileges", null, "seccomp", "false"),
          noted("relaxed_privileges", null, "--seccomp has one list of calls"),
          noted("resp_obj_mem_limit", null, BOUNDED),
          noted("read_buf_mem_limit", null, BOUNDED),
          noted("sock_cookie_id", null, "sockets are not marked"),
          refused("ssl_chain_cert", null, NO_TLS),
          refused("ssl_key", null, NO_TLS),
          refused("ssl_verify_mode", null, NO_TLS),
          refused("ssl_keyformat", null, NO_TLS),
          refused("ssl_ciphers", null, NO_TLS),
          refused("ssl_ca_cert", null, NO_TLS),
          refused("ssl_wbuf_size", null, NO_TLS),
          refused("ssl_session_cache", null, NO_TLS),
          refused("ssl_kernel_tls", null, NO_TLS),
          refused("ssl_min_version", null, NO_TLS),
          refused("proxy_config", null, "this is no proxy"),
          refused("proxy_arg", null, "this is no proxy"));

  /** What every extended option of the flash storage begins with. */
  private static final MemcachedOption FLASH = noted("ext_", null, NO_FLASH);

  private static final Map<String, MemcachedOption> BY_LONG_NAME = new HashMap<>();

  static {
    for (MemcachedOption one : LETTERS) {
      BY_LONG_NAME.put(one.longName, one);
    }
  }

  private static MemcachedOption same(String letter, String longName) {
    return new MemcachedOption(letter, longName, true, List.of(), null, false);
  }

  private static MemcachedOption sets(String name, String longName, String... ours) {
    boolean valued = Stream.of(ours).anyMatch(one -> one.startsWith(ITS_VALUE));
    return new MemcachedOption(name, longName, valued, List.of(ours), null, false);
  }

  private static MemcachedOption noted(String name, String longName, String word) {
    return new MemcachedOption(name, longName, true, List.of(), word, false);
  }

  private static MemcachedOption refused(String name, String longName, String word) {
    return new MemcachedOption(name, longName, true, List.of(), word, true);
  }

  private MemcachedOption unvalued() {
    return new MemcachedOption(name, longName, false, ours, word, refused);
  }

  /** Every option with a letter. */
  static List<MemcachedOption> letters() {
    return LETTERS;
  }

  /** Every option behind {@code -o} but those of the flash storage. */
  static List<MemcachedOption> extended() {
    return EXTENDED;
  }

  /** The option with that letter, or null. */
  static MemcachedOption ofLetter(char letter) {
    for (MemcachedOption one : LETTERS) {
      if (one.name.charAt(0) == letter) {
        return one;
      }
    }
    return null;
  }

  /** The option with that long name, or null. */
  static MemcachedOption ofLongName(String name) {
    return BY_LONG_NAME.get(name);
  }

  /** The option behind {@code -o} with that name, or null. */
  static MemcachedOption ofExtended(String name) {
    for (MemcachedOption one : EXTENDED) {
      if (one.name.equals(name)) {
        return one;
      }
    }
    return name.startsWith(FLASH.name) ? FLASH : null;
  }

  /** True if an option of ours has its letter and its meaning. */
  boolean isOurs() {
    return word == null && ours.isEmpty();
  }
}
