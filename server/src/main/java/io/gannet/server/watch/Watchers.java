package io.gannet.server.watch;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.memcache.Watches;
import io.gannet.engine.watch.WatchEvents;
import io.gannet.engine.watch.WatchFeed;
import io.gannet.engine.watch.WatchLog;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.control.ControlThread;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.worker.Courier;
import io.gannet.server.worker.Worker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/**
 * Those who watch, and the thread that tells them. A watcher's connection stays its worker's: what
 * it is told comes to the worker through a bounded ring, and leaves as its client takes it.
 *
 * <pre>
 *   worker 0 ── events ─► ring ─┐                       ┌─► ring ── lines ─► a watcher's worker
 *                               ├─► merged by number ──►┤
 *   worker 1 ── events ─► ring ─┘    made lines of      └─► ring ── lines ─► another's
 * </pre>
 *
 * <p>While nobody watches there are no rings, and the thread sleeps until somebody asks.
 */
public final class Watchers extends MetricGroup implements Watches, AutoCloseable {
  /** As many as memcached has. */
  private static final int WATCHERS_MAX = 20;

  private static final long PERIOD_NS_MIN = 1_000_000L;
  private static final long PERIOD_NS_MAX = 10_000_000L;

  private final Counter skipped =
      counter(
          "watch_lines_skipped_total", "log_watcher_skipped",
          "Lines that found no room with one who watches.");
  private final Counter sent =
      counter("watch_lines_total", "log_watcher_sent", "Lines that were given to who watches.");

  private final Counter bytes =
      gauge("watch_bytes", null, "Bytes that are kept because somebody watches.");

  private final WatchOptions options;
  private final Kernel kernel;
  private final List<WatchLog> logs = new ArrayList<>();
  private final AtomicLong gids = new AtomicLong();
  private final IntUnaryOperator ringFds;
  private final Courier courier;
  private final AtomicInteger count = new AtomicInteger();
  private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
  private final ControlThread thread = new ControlThread("watch", this::run);

  /** The thread's own from here on. */
  private final List<Watcher> watchers = new ArrayList<>();

  /** Those that stand still, and whose workers have still to be told that there is no memory. */
  private final List<Order> refused = new ArrayList<>();

  /** What is lent to the workers, or null; the last of the thread's ends it is its owner's. */
  private WatchRings rings;

  /** Who asks, and for what. */
  private record Order(
      int worker, long origin, int streams, CompletableFuture<WatchFeed> feed) {}

  /**
   * Nobody watches yet, and the thread is not started.
   *
   * @param slots how many connections each worker has
   * @param kernel whose clocks the workers go by
   * @param courier who brings workers the word that there is something for a conversation
   * @param ringFds of workers, by their number, once those have started
   */
  public Watchers(
      WatchOptions options, int workers, int slots, Kernel kernel, Courier courier,
      IntUnaryOperator ringFds) {
    this.options = options;
    this.kernel = kernel;
    this.courier = courier;
    this.ringFds = ringFds;
    for (int worker = 0; worker < workers; worker++) {
      logs.add(new WatchLog(worker, slots, gids));
    }
    gauge("watchers", "log_watchers", "Clients that watch.", count::get);
  }

  /** Where each worker tells what it does. */
  public List<WatchLog> logs() {
    return List.copyOf(logs);
  }

  /** Starts to take those who ask. */
  public void start(ThreadFailures failures) {
    thread.start(failures);
  }

  @Override
  public CompletableFuture<WatchFeed> begin(int asker, long origin, int streams) {
    if (count.incrementAndGet() > WATCHERS_MAX) {
      count.decrementAndGet();
      return null;
    }
    Order order = new Order(asker, origin, streams, new CompletableFuture<>());
    orders.add(order);
    thread.wake();
    return order.feed;
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment line = arena.allocate(WatchEvents.LINE_BYTES_MAX, Long.BYTES);
      long periodNs = PERIOD_NS_MIN;
      while (!thread.ends()) {
        boolean told = turn(line);
        periodNs = told ? PERIOD_NS_MIN : Math.min(PERIOD_NS_MAX, 2 * periodNs);
        boolean idle = rings == null && orders.isEmpty() && refused.isEmpty();
        thread.rest(idle ? Long.MAX_VALUE : periodNs);
      }
    }
  }

  /** True if anything was told. */
  private boolean turn(MemorySegment line) {
    dropEnded();
    if (watchers.isEmpty() && rings != null) {
      giveBack();
    }
    if (rings == null || !watchers.isEmpty()) {
      takeOrders();
    }
    bytes.set(bytesKept());
    boolean told = !watchers.isEmpty() && tell(line);
    ringAll();
    return told;
  }

  /** Whoever could not be told is told in the next turn. */
  private void ringAll() {
    for (Watcher watcher : watchers) {
      watcher.publish();
      watcher.isToBeTold = watcher.isToBeTold && !ring(watcher.worker, watcher.origin);
    }
    refused.removeIf(order -> ring(order.worker, order.origin));
  }

  /** False if its worker may not have been told; to tell it twice does no harm. */
  private boolean ring(int worker, long origin) {
    int ringFd = ringFds.applyAsInt(worker);
    return courier.send(sqe -> Worker.prepLines(sqe, ringFd, origin)) == 0;
  }

  private long bytesKept() {
    long ofWorkers = rings == null ? 0 : rings.bytes();
    return ofWorkers + watchers.stream().mapToLong(Watcher::bytes).sum();
  }

  private void dropEnded() {
    int before = watchers.size();
    for (Iterator<Watcher> all = watchers.iterator(); all.hasNext(); ) {
      Watcher watcher = all.next();
      if (watcher.feed.hasEnded()) {
        all.remove();
        drop(watcher);
      }
    }
    if (watchers.size() < before && !watchers.isEmpty()) {
      rings.want(streams());
    }
  }

  private void drop(Watcher watcher) {
    watcher.unmap();
    count.decrementAndGet();
  }

  private int streams() {
    return watchers.stream().mapToInt(watcher -> watcher.streams).reduce(0, (a, b) -> a | b);
  }

  /** Nobody watches any more: what the workers have of it is unmapped once they let it go. */
  private void giveBack() {
    if (rings.takeBack()) {
      rings.unmap();
      rings = null;
    }
  }

  private void takeOrders() {
    for (Order order = orders.poll(); order != null; order = orders.poll()) {
      if (order.feed.isCancelled()) {
        count.decrementAndGet();
      } else {
        take(order);
      }
    }
  }

  /** Whoever is told that it watches is told of all that happens from then on. */
  private void take(Order order) {
    try {
      if (rings == null) {
        rings = new WatchRings(logs, options.workerBytes());
      }
      Watcher watcher =
          new Watcher(
              order.worker, order.origin, order.streams, gids.get(), options.watcherBytes());
      watchers.add(watcher);
      rings.want(streams());
      if (!order.feed.complete(watcher.feed)) {
        watcher.feed.end(); // its client has left meanwhile
      }
    } catch (LinuxException e) {
      count.decrementAndGet();
      order.feed.completeExceptionally(e);
      refused.add(order);
    }
  }

  /** Gives each event to all who want to know; false if there was none. */
  private boolean tell(MemorySegment line) {
    WatchEvents events = rings.events();
    long wallNs = kernel.clockNs(Time.CLOCK_REALTIME) - kernel.nowNs();
    boolean any = false;
    while (events.next()) {
      any = true;
      tell(events, wallNs, line);
    }
    events.release();
    return any;
  }

  private void tell(WatchEvents events, long wallNs, MemorySegment line) {
    int length = 0;
    for (Watcher watcher : watchers) {
      if (watcher.wants(events.stream(), events.gid())) {
        length = length > 0 ? length : (int) events.putLine(wallNs, line, 0);
        (watcher.tell(line, length) ? sent : skipped).increment();
      }
    }
  }

  /** Ends the thread. What workers may still use stays. */
  @Override
  public void close() {
    thread.end();
  }

  /** Gives back what workers had, once they have ended and this is closed. */
  public void unmap() {
    watchers.forEach(this::drop);
    watchers.clear();
    if (rings != null) {
      rings.unmap();
      rings = null;
    }
  }
}
