package io.gannet.server;

import io.gannet.engine.hotkey.HotKeyBoard;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.slow.SlowBoard;
import io.gannet.server.config.Configuration;
import io.gannet.server.debug.JvmMetrics;
import io.gannet.server.debug.ProcessMetrics;
import io.gannet.server.product.Product;
import io.gannet.server.worker.WorkerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a server tells in figures: at first of its product and its process, and of all its rooms
 * once their threads are there. What the kernel tells, and what is summed up over workers, is
 * looked at each second, and whenever somebody asks. Any thread of control.
 */
final class ServerTelling {
  private final Product product;
  private final Configuration configuration;
  private final ProcessMetrics process = new ProcessMetrics();
  private final List<MetricGroup> before;
  private final Telling early;
  private final CompletableFuture<Telling> whole = new CompletableFuture<>();
  private volatile List<Runnable> looks = List.of(process::sample);
  private volatile HotKeyBoard hotKeys = new HotKeyBoard(List.of());

  /** What is known before anything is started. */
  ServerTelling(Product product, Configuration configuration) {
    this.product = product;
    this.configuration = configuration;
    this.before =
        List.of(
            new ServerFacts(product), new SettingFacts(configuration), process, new JvmMetrics());
    this.early = new Telling(before, List.of(), Map.of(), product.statNames(configuration));
  }

  /**
   * All are there: from now on it tells everything.
   *
   * @param rooms what is counted once
   * @param workers what each worker counts
   * @param samples what looks at what the kernel tells of them
   */
  void begin(
      List<MetricGroup> rooms, List<WorkerFacts> workers, SlowBoard slow, List<Runnable> samples) {
    List<MetricGroup> once = new ArrayList<>(before);
    once.addAll(rooms);
    HotKeyBoard board = new HotKeyBoard(workers.stream().map(WorkerFacts::hotKeys).toList());
    List<Runnable> all = new ArrayList<>(samples);
    all.addAll(List.of(process::sample, board::refresh, slow::refresh));
    hotKeys = board;
    looks = List.copyOf(all);
    whole.complete(
        new Telling(
            once,
            workers.stream().map(WorkerFacts::metrics).toList(),
            Map.of(
                ConnectionStats.SECTION,
                ConnectionStats.of(workers.stream().map(WorkerFacts::connections).toList()),
                HotKeyBoard.SECTION, List.of(board),
                SlowBoard.SECTION, List.of(slow)),
            product.statNames(configuration)));
  }

  /** Everything, once it is there. */
  CompletableFuture<Telling> whole() {
    return whole;
  }

  /** What there is to be told now. */
  Telling now() {
    look();
    return whole.getNow(early);
  }

  /** What all rooms of all threads count. */
  List<MetricGroup> metrics() {
    Telling told = now();
    List<MetricGroup> all = new ArrayList<>(told.once());
    told.workers().forEach(all::addAll);
    return all;
  }

  /** The keys that are asked for most. */
  List<HotKeyBoard.Row> hotKeys() {
    return hotKeys.refresh();
  }

  /** Looks at what workers, who may not look for themselves, tell on. */
  void look() {
    looks.forEach(Runnable::run);
  }
}
