package io.gannet.server;

import io.gannet.engine.mail.MailOptions;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.process.shard.ShardMail;
import io.gannet.engine.process.shard.ShardMailPlan;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.admin.Admin;
import io.gannet.server.admin.AdminOptions;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.debug.Receipt;
import io.gannet.server.debug.StallWatch;
import io.gannet.server.fit.Fitted;
import io.gannet.server.fit.Fitting;
import io.gannet.server.fit.Transport;
import io.gannet.server.guard.Guard;
import io.gannet.server.guard.SealedAddress;
import io.gannet.server.listener.ListenSocket;
import io.gannet.server.listener.Listener;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.listener.ShardMap;
import io.gannet.server.log.CounterWatch;
import io.gannet.server.log.EventLog;
import io.gannet.server.product.Probe;
import io.gannet.server.product.Product;
import io.gannet.server.product.Surroundings;
import io.gannet.server.watch.WatchOptions;
import io.gannet.server.watch.Watchers;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.ConnectionsView;
import io.gannet.server.worker.Courier;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.option.Peers;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.WalkReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One running product: its threads, started in the order in which they need each other and stopped
 * in the reverse.
 *
 * <pre>
 *   bind the port ─► workers ─► warm up, admin ─► debug ─► listen: "ready"
 *                     … stop ─► listener ends ─► workers drain ─► admin, debug end
 * </pre>
 */
public final class Server implements AutoCloseable {
  /** What can be said about every server, beside what its product has. */
  public static final List<OptionGroup> OPTIONS =
      List.of(AdminOptions.GROUP, EventLog.OPTIONS, Guard.OPTIONS);

  /** To fault more in takes so long, and a CPU so fully, that a warm-up beside it warms nothing. */
  private static final long WARM_UP_BESIDE_BYTES_MAX = 128L << 20;

  private final Product product;
  private final Configuration configuration;
  private final WorkerOptions workerOptions;
  private final Kernel kernel;
  private final Banner banner;
  private final EventLog log;
  private final ThreadFailures failures;
  private final ServerTelling telling;
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final List<WorkerFacts> facts = new CopyOnWriteArrayList<>();
  private final Courier courier;
  private final ServerWalks walks;
  private final Watchers watchers;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private ListenPlaces places;
  private volatile Listener listener;
  private Shard.Factory shards;
  private StallWatch stallWatch;
  private Receipt receipt;
  private Health health;
  private Admin admin;
  private Region mailRegion;
  private RequestLog requestLog = RequestLog.none();
  private volatile CounterWatch counterWatch;

  private Server(Product product, Transport transport, Fitted fitted) {
    this.product = product;
    this.kernel = transport.kernel();
    this.configuration = fitted.configuration();
    this.log = openEvents(configuration);
    this.failures = new ThreadFailures(log);
    this.courier = new Courier(kernel);
    this.walks = new ServerWalks(workers, facts, courier, log);
    this.workerOptions = WorkerOptions.from(configuration);
    this.watchers =
        new Watchers(
            product.stores() ? WatchOptions.from(configuration) : WatchOptions.NONE,
            workerCount(), workerOptions.connectionsMax(), kernel, courier,
            worker -> facts.get(worker).ringFd());
    this.banner = new Banner(product.name(), transport.word(), fitted.words());
    this.telling = new ServerTelling(product, configuration);
  }

  private static EventLog openEvents(Configuration configuration) {
    try {
      return EventLog.open(configuration, System.err);
    } catch (IOException e) {
      throw new StartupException(
          "--log-file: " + e, "name a file in a directory that is there and may be written to", e);
    }
  }

  /**
   * Starts a product; when this returns, clients can connect.
   *
   * @throws io.gannet.ffi.linux.LinuxException naming call, errno and cure
   * @throws StartupException likewise, where it was no call of the kernel that failed
   */
  public static Server start(Product product, Configuration configuration) {
    Transport transport = Transport.of(configuration);
    Fitted fitted = Fitting.of(configuration, product.stores(), transport);
    Server server = new Server(product, transport, fitted);
    try {
      server.open();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void open() {
    places = ListenPlaces.bind(product, configuration, workerOptions, workerCount());
    if (ListenerOptions.leavesPort(configuration, product.port())) {
      banner.note("port: none, as --unix-socket stands alone; with a --host there is one, too");
    }
    places.notes().forEach(banner::note);
    Admin.check(configuration);
    openLog();
    courier.open();
    long memoryBytes = startWorkers();
    if (memoryBytes > WARM_UP_BESIDE_BYTES_MAX) {
      awaitWorkers();
    }
    new WarmStart(product, configuration, kernel, workerOptions, requestLog.logging())
        .run(banner);
    stallWatch = new StallWatch(workers, log, this::eachSecond);
    Probe probe = product.probe(configuration);
    SealedAddress own = SealedAddress.of(places.first().clientAddress());
    health = new Health(own, probe, () -> failures.failed().or(stallWatch::stuck));
    ServerView view = new ServerView(product, configuration, this, telling, requestLog);
    admin = Admin.start(view);
    awaitWorkers();
    listener =
        new Listener(
            places.all(), workers, facts, workerOptions.connectionsMax(), product.refusal());
    receipt = new Receipt(workers, facts.stream().map(WorkerFacts::metrics).toList());
    requestLog.isOf(facts, kernel);
    telling.begin(
        rooms(), facts, requestLog.slow(), List.of(listener::sample, receipt::sample));
    counterWatch = new CounterWatch(metrics(), log, requestLog.details());
    Jars.open();
    watchers.start(failures);
    stallWatch.start(failures);
    listener.start();
    banner.address(addresses(), admin.address());
    watch();
  }

  private void eachSecond() {
    telling.look();
    counterWatch.look();
  }

  private int workerCount() {
    return (int) configuration.number(WorkerOptions.WORKERS);
  }

  /** What is counted once, whatever the number of workers. */
  private List<MetricGroup> rooms() {
    List<MetricGroup> rooms = new ArrayList<>();
    if (product.stores()) {
      rooms.add(new ShardFacts(shards()));
    }
    rooms.addAll(listener.metrics().all());
    rooms.add(stallWatch);
    rooms.add(failures);
    rooms.add(receipt);
    requestLog.writer().ifPresent(rooms::add);
    if (product.stores()) {
      rooms.add(watchers);
    }
    rooms.add(new ConnectionSlots(connections()));
    return rooms;
  }

  /** Reads again what may change while it serves; says what came of it. Any thread. */
  public Optional<String> readAgain() {
    return shards.readAgain();
  }

  /** Each {@code HOST:PORT}, the port as it was granted, and each {@code unix:PATH}. */
  public String addresses() {
    return places.addresses();
  }

  /** Starts them all; returns how much memory they fault in before they serve. */
  private long startWorkers() {
    int count = workerCount();
    ShardOptions shardOptions =
        product.stores() ? ShardOptions.from(configuration) : ShardOptions.NONE;
    List<String> listeners = places.all().stream().map(ListenSocket::name).toList();
    Peers peers = openMail(count);
    shards = product.shards(configuration, surroundings());
    ShardPlan plan =
        new ShardPlan(
            shards,
            shardOptions.memoryBytes() / count,
            shardOptions.pages(),
            shardOptions.populate(),
            peers,
            requestLog.logging(),
            watchers.logs());
    for (int i = 0; i < count; i++) {
      Worker worker = new Worker(i, kernel, workerOptions, plan, listeners);
      workers.add(worker);
      worker.start();
    }
    return shardOptions.populate() == Populate.ON ? shardOptions.memoryBytes() : 0;
  }

  private Surroundings surroundings() {
    return new Surroundings(telling.whole(), this::stop, walks, watchers, shards().cluster());
  }

  private void openLog() {
    if (product.stores()) {
      requestLog = RequestLog.open(configuration, workerCount(), kernel, log, failures);
      requestLog.notes().forEach(banner::note);
    }
  }

  /** What crosses between workers; nothing if there is one. */
  private Peers openMail(int count) {
    if (count == 1) {
      return Peers.none();
    }
    ShardMailPlan plan = workerOptions.mail(count, MailOptions.ringBytes(configuration, count));
    mailRegion = Region.map(ShardMail.bytes(plan), Policy.OFF);
    return new Peers(
        plan, mailRegion.memory(), Peers.Moment.now(kernel), shards()::owners);
  }

  private void awaitWorkers() {
    for (int i = facts.size(); i < workers.size(); i++) {
      facts.add(workers.get(i).awaitStart());
      banner.worker(workers.get(i).roleName(), workerOptions.cpus(), i, facts.get(i));
    }
  }

  /** Ends the server when its workers have ended, or when one of its threads fails. */
  private void watch() {
    CompletableFuture<?>[] all =
        workers.stream().map(Worker::ended).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all)
        .whenComplete((ok, failure) -> {
          requestLog.end(); // whoever waits for the end may end the process
          complete(failure);
        });
    for (Worker worker : workers) {
      worker.ended().exceptionally(failure -> complete(failure));
    }
    listener.failed().thenAccept(this::complete);
  }

  private Void complete(Throwable failure) {
    if (failure == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(failure);
    }
    return null;
  }

  /**
   * From now on the kernel refuses this process what it has no use for, if it is to.
   *
   * @return a line for stderr, if it is
   */
  public Optional<String> guard() {
    return Guard.install(configuration, health.address());
  }

  /** What was started and what fell back, for stderr. */
  public List<String> banner() {
    return banner.lines();
  }

  /** {@code HOST:PORT}, the port as it was granted; {@code unix:PATH} if there is no port. */
  public String readyAddress() {
    return places.first().address();
  }

  /** {@code HOST:PORT} of the admin. */
  public String adminAddress() {
    return admin.address();
  }

  /**
   * Waits until the server has ended.
   *
   * @return the exit code: 0 after a stop, 1 if a thread failed (then stderr says why)
   */
  public int awaitStop() {
    try {
      ended.join();
      return 0;
    } catch (CompletionException e) {
      System.err.println("gannet: a thread failed: " + e.getCause());
      e.getCause().printStackTrace();
      return 1;
    }
  }

  /**
   * Waits until the server has ended, for so long at most.
   *
   * @return as {@link #awaitStop()}; 1 if it has not ended by then (then stderr says so)
   */
  public int awaitStop(long patienceMs) {
    try {
      ended.get(patienceMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.err.println(
          "gannet: the stop has not come to its end within " + patienceMs + " ms" + whoIsLeft());
      return 1;
    } catch (ExecutionException e) {
      return awaitStop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
    return 0;
  }

  private String whoIsLeft() {
    return workers.stream()
        .filter(worker -> !worker.ended().isDone())
        .map(Worker::roleName)
        .collect(Collectors.joining(", ", ": still there: ", ""));
  }

  /** Accepts no more, answers what was read, closes. Any thread; returns at once. */
  public void stop() {
    if (listener != null) {
      listener.stop();
    }
  }

  /** Stops, waits for the end, and gives everything back. */
  @Override
  public void close() {
    stop();
    if (listener != null) {
      if (listener.isStarted()) {
        ended.handle((ok, failure) -> null).join();
      }
      listener.close();
    }
    close(stallWatch);
    close(admin);
    close(receipt);
    close(places);
    close(requestLog::end);
    close(watchers);
    close(courier);
    log.close();
    if (workers.stream().allMatch(worker -> worker.ended().isDone())) {
      close(requestLog::unmap);
      close(watchers::unmap);
      close(mailRegion);
    }
  }

  private static void close(AutoCloseable thing) {
    try {
      if (thing != null) {
        thing.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("giving back what it had", e);
    }
  }

  /** What all rooms of all threads count. Any thread of control. */
  public List<MetricGroup> metrics() {
    return telling.metrics();
  }

  /** What it tells: little before all of its threads are there. Any thread of control. */
  public Telling telling() {
    return telling.now();
  }

  /** What clients may know of its shards. */
  ShardMap shards() {
    return places.shards().map();
  }

  /** Who holds most of something, over all workers. */
  List<ConnectionRow> connections(Holding by, int limit) {
    return ConnectionsView.largest(connections(), by, limit);
  }

  private List<ConnectionsView> connections() {
    return facts.stream().map(WorkerFacts::connections).toList();
  }

  /** Has the workers compare what their stores believe with what lies in them, in turn. */
  List<WalkReport> walk() {
    if (isEnded()) {
      throw new IllegalStateException("the server has ended");
    }
    return product.stores() ? walks.walk() : List.of();
  }

  /** Opens the log's file anew; tells which that is, if there is one. */
  public Optional<Path> reopenLog() {
    return log.reopen();
  }

  private boolean isEnded() {
    return ended.isDone();
  }

  /** Why the server should get no traffic, or nothing if it serves. Any thread. */
  public Optional<String> unhealthy() {
    return isEnded() ? Optional.of("the server has ended") : health.unhealthy();
  }
}
