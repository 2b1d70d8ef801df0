package io.gannet.server.cli;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What {@code gannet top} shows of one interval, as text. */
record TopScreen(String address, Change change, Map<String, String> hotKeys) {
  private static final String REQUESTS = "gannet_requests_total";
  private static final String HITS = "gannet_memcache_get_hits_total";
  private static final String MISSES = "gannet_memcache_get_misses_total";
  private static final String CAUSES = "gannet_misses_total";
  private static final String REUSE = "gannet_reuse_misses_total";
  private static final String SERVICE = "gannet_request_service_seconds";
  private static final String TURN = "gannet_worker_turn_seconds";
  private static final String WIRE = "gannet_wire_to_wire_seconds";
  private static final String USER = "gannet_receipt_cpu_user_seconds_total";
  private static final String KERNEL = "gannet_receipt_cpu_system_seconds_total";
  private static final String ITEMS = "gannet_items";

  /** As many as fit, with all else, into a terminal of 24 lines and two workers. */
  private static final int HOT_KEYS = 3;

  private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};

  /** Lines that each end with a line feed. */
  String text() {
    StringBuilder text = new StringBuilder(head());
    text.append(traffic()).append(clients()).append(change.after().tells(ITEMS) ? memory() : "");
    text.append(change.after().tells(CAUSES) ? misses() : "");
    text.append('\n').append(times().text());
    text.append('\n').append(workers().text());
    if (!hotKeys.isEmpty()) {
      text.append('\n').append(keys().text());
    }
    return text.toString();
  }

  private String head() {
    Scrape now = change.after();
    return "gannet %s %s   up %s   %s   %s\n"
        .formatted(
            now.label("gannet_build_info", "version"),
            now.label("gannet_build_info", "product"),
            duration((long) now.sum("gannet_uptime_seconds")),
            address,
            LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String duration(long seconds) {
    String time =
        "%d:%02d:%02d".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    return seconds < 86_400 ? time : seconds / 86_400 + "d " + time;
  }

  private String traffic() {
    double hits = change.rate(HITS);
    double gets = hits + change.rate(MISSES);
    String ratio = gets == 0 ? "-" : "%.1f %%".formatted(100 * hits / gets);
    return "requests %,.0f/s   hits %s   in %s/s   out %s/s\n"
        .formatted(
            change.rate(REQUESTS),
            ratio,
            bytes(change.rate("gannet_bytes_read_total")),
            bytes(change.rate("gannet_bytes_written_total")));
  }

  private String clients() {
    Scrape now = change.after();
    return "connections %,.0f of %,.0f   rejected %,.0f/s   wait for memory %,.0f   stalls %,.0f\n"
        .formatted(
            now.sum("gannet_connections"),
            now.sum("gannet_connections_max"),
            change.rate("gannet_connections_rejected_total"),
            now.sum("gannet_connections_waiting_for_memory"),
            now.sum("gannet_worker_stalls_total"));
  }

  private String memory() {
    Scrape now = change.after();
    double all = Math.max(1, now.sum("gannet_memory_bytes"));
    return ("items %,.0f in %s   values %.1f %%   keys %.1f %%   metadata %.1f %%"
            + "   evicted %,.0f/s   expired %,.0f/s\n")
        .formatted(
            now.sum(ITEMS),
            bytes(all),
            100 * now.sum("gannet_item_value_bytes") / all,
            100 * now.sum("gannet_item_key_bytes") / all,
            100 * now.sum("gannet_item_metadata_bytes") / all,
            change.rate("gannet_items_evicted_total"),
            change.rate("gannet_items_expired_total"));
  }

  /** Why keys were not there. */
  private String misses() {
    StringBuilder text = new StringBuilder("misses/s  ");
    for (String cause : change.after().sums(CAUSES, "cause").sequencedKeySet()) {
      String words = cause.replace('_', ' ');
      text.append(" %s %,.0f  ".formatted(words, change.rate(CAUSES, "cause", cause)));
    }
    return text.toString().stripTrailing() + "\n" + curve();
  }

  /** What more memory would bring, and less would cost, since the last reset. */
  private String curve() {
    Map<String, Double> misses = change.after().sums(REUSE, "memory");
    double gets = change.after().sum("gannet_reuse_gets_total");
    if (gets == 0 || !misses.containsKey("1")) {
      return "";
    }
    StringBuilder text = new StringBuilder("hits by memory  ");
    for (String times : List.of("0.5", "2", "4")) {
      double points = 100 * (misses.get("1") - misses.get(times)) / gets;
      text.append(" x%s %+.1f points  ".formatted(times, points));
    }
    return text.toString().stripTrailing() + "\n";
  }

  private StatTable times() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("service, µs", "/s", "p50", "p90", "p99", "p99.9"));
    change.after().sums(SERVICE + "_count", "verb").sequencedKeySet().stream()
        .filter(verb -> change.rate(SERVICE + "_count", "verb", verb) > 0)
        .forEach(verb -> lines.add(times(verb)));
    lines.add(times("a turn", TURN));
    if (change.rate(WIRE + "_count") > 0) {
      lines.add(times("wire to wire", WIRE));
    }
    return new StatTable(lines);
  }

  private List<String> times(String name, String histogram) {
    List<String> line = new ArrayList<>(List.of(name, count(change.rate(histogram + "_count"))));
    for (double share : SHARES) {
      line.add(us(change.quantile(histogram, share)));
    }
    return line;
  }

  private List<String> times(String verb) {
    List<String> line = new ArrayList<>();
    line.add(verb);
    line.add(count(change.rate(SERVICE + "_count", "verb", verb)));
    for (double share : SHARES) {
      line.add(us(change.quantile(SERVICE, share, "verb", verb)));
    }
    return line;
  }

  private StatTable workers() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("worker", "requests/s", "clients", "CPU %", "user ns", "kernel ns", "enters",
            "copied B"));
    change.after().sums(REQUESTS, "worker").sequencedKeySet()
        .forEach(worker -> lines.add(worker(worker)));
    return new StatTable(lines);
  }

  /** What a worker does, and what a request costs it. */
  private List<String> worker(String worker) {
    double requests = change.rate(REQUESTS, "worker", worker);
    double user = change.rate(USER, "worker", worker);
    double kernel = change.rate(KERNEL, "worker", worker);
    double each = requests == 0 ? 0 : 1 / requests;
    Scrape connections = change.after().where("gannet_connections", "worker", worker);
    double enters = change.rate("gannet_receipt_enters_total", "worker", worker);
    double copied = change.rate("gannet_receipt_copied_bytes_total", "worker", worker);
    return List.of(
        worker,
        count(requests),
        count(connections.sum("gannet_connections")),
        "%.0f".formatted(100 * (user + kernel)),
        count(1e9 * user * each),
        count(1e9 * kernel * each),
        "%.3f".formatted(enters * each),
        "%.1f".formatted(copied * each));
  }

  private StatTable keys() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("asked for most", "%"));
    hotKeys.entrySet().stream()
        .sorted(Comparator.comparingDouble(key -> -Double.parseDouble(key.getValue())))
        .limit(HOT_KEYS)
        .forEach(key -> lines.add(List.of(key.getKey(), key.getValue())));
    return new StatTable(lines);
  }

  private static String count(double value) {
    return "%,.0f".formatted(value);
  }

  private static String us(double seconds) {
    return "%,.0f".formatted(1e6 * seconds);
  }

  private static String bytes(double count) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = count;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit == 0 ? "%.0f %s" : "%.1f %s").formatted(value, units[unit]);
  }
}
