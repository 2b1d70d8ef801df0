package io.gannet.server.worker.turn;

import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.KlogMetrics;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.shard.ShardProcessor;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.slow.SlowMetrics;
import io.gannet.engine.time.CoarseClock;
import io.gannet.engine.watch.WatchLog;
import io.gannet.ffi.host.Nodes;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sched;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.loop.RingTimer;
import io.gannet.ffi.memory.Faulting;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.uring.BufferRing;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Restrictions;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.option.Logging;
import io.gannet.server.worker.option.Peers;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.RingSize;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Everything that a worker's thread owns, made in the order in which the parts need each other and
 * closed in the reverse: the store's memory, the ring, the memory of connections, the parts of the
 * duty cycle.
 *
 * <pre>
 *   hot: faulted in before the port opens, in transparent huge pages where there are some
 *   ┌─────────────────┬───────────────┬─────────────────┬──────────┬────────┐
 *   │ receive buffers │ output blocks │ message vectors │ timespec │ msghdr │
 *   └─────────────────┴───────────────┴─────────────────┴──────────┴────────┘
 *   carries, places, one a connection, and chunks: mappings of their own, touched when needed
 * </pre>
 */
public final class Plant implements AutoCloseable {
  private static final int BUFFER_GROUP = 0;
  static final long TICK_NS = 200_000_000L;

  private static final long ALIGNMENT = 64;

  /** More of them wait for each other's locks, and for memory. */
  private static final int FAULTING_THREADS_MAX = 16;

  private static final int BACKGROUND_NICE = 19;
  private static final Path ROOT = Path.of("/");

  /**
   * The rows of chunks and what connections carry over are large where many may connect, and are
   * left to be faulted in by whoever comes, but for so many.
   */
  private static final int FAULTED_CONNECTIONS = 64;

  private static final long FAULTED_ROW_BYTES = 64 << 10;

  /** All that a worker does once it serves; everything else is refused by the kernel. */
  private static final Restrictions RESTRICTIONS =
      new Restrictions()
          .allowSqeOps(
              IoUring.IORING_OP_RECV,
              IoUring.IORING_OP_RECVMSG,
              IoUring.IORING_OP_SEND,
              IoUring.IORING_OP_SENDMSG,
              IoUring.IORING_OP_SEND_ZC,
              IoUring.IORING_OP_POLL_ADD,
              IoUring.IORING_OP_ASYNC_CANCEL,
              IoUring.IORING_OP_CONNECT,
              IoUring.IORING_OP_CLOSE,
              IoUring.IORING_OP_MSG_RING,
              IoUring.IORING_OP_TIMEOUT)
          .allowSqeFlags(
              IoUring.IOSQE_FIXED_FILE
                  | IoUring.IOSQE_BUFFER_SELECT
                  | IoUring.IOSQE_CQE_SKIP_SUCCESS)
          .allowRegisterOps(IoUring.IORING_REGISTER_FILES_UPDATE);

  final CoarseClock clock;
  final PatienceClock patience;
  Region storeRegion;
  Faulting faulting;
  Region hotRegion;
  Region carryRegion;
  Region placeRegion;
  Region chunkRegion;
  Ring ring;
  Shard shard;
  Shards shards;

  /** The way to other shards; null if there are none. */
  Crossing crossing;

  /** Where requests are logged; null if they are not. */
  CommandLog log;

  /** Where those that take long are told of; null if they are not. */
  private SlowLog slow;

  /** What watchers are told. */
  WatchLog watch;

  ConnectionTable table;
  ReceiveBuffers buffers;
  ChunkPool pool;
  MessageVectors vectors;
  RingTimer tick;
  WireTimes wireTimes;
  Submissions submissions;
  Lifecycle lifecycle;
  Arming arming;
  Sender sender;
  MemoryWaits memoryWaits;
  Scheduler scheduler;
  Receiver receiver;
  Sweeper sweeper;
  Ending ending;
  Gauges gauges;

  private final Peers peers;
  private final int index;
  private final Kernel kernel;
  private final WorkerOptions options;
  private final WorkerMetrics metrics;
  private final KlogMetrics logMetrics = new KlogMetrics();
  private final SlowMetrics slowMetrics = new SlowMetrics();
  private MemorySegment hot;
  private long hotUsed;

  private Plant(
      Kernel kernel, WorkerOptions options, WorkerMetrics metrics, Peers peers, int index) {
    this.peers = peers;
    this.index = index;
    this.kernel = kernel;
    this.options = options;
    this.metrics = metrics;
    this.clock = peers.start().orElseGet(() -> Peers.Moment.now(kernel)).clock();
    this.patience = new PatienceClock(kernel.nowNs());
  }

  /**
   * Makes everything, on the calling thread, which alone may use it.
   *
   * @param index the number of the worker among its peers
   * @throws LinuxException naming the call and the cure; nothing is left open then
   */
  public static Plant open(
      Kernel kernel, WorkerOptions options, WorkerMetrics metrics, ShardPlan plan, int index) {
    Plant plant = new Plant(kernel, options, metrics, plan.peers(), index);
    try {
      plant.open(plan);
      return plant;
    } catch (RuntimeException | Error e) {
      plant.close();
      throw e;
    }
  }

  /** Everything is mapped before other threads fault the store in: they hold up whoever maps. */
  private void open(ShardPlan plan) {
    int node = home();
    if (plan.memoryBytes() > 0) {
      storeRegion = at(node, Region.map(plan.memoryBytes(), plan.pages()));
    }
    hotRegion = at(node, mapHot(hotBytes()));
    hot = hotRegion.memory();
    openRing();
    openBuffers();
    if (storeRegion != null) {
      beginFaulting(plan.populate());
    }
    hotRegion.populate();
    shard = plan.factory().open(storeMemory(), clock, peers.ownership(index));
    openLog(plan.logging());
    openWatch(plan.watchLogs());
    openCrossing();
    table = openTable();
    if (faulting != null && plan.populate() == Populate.ON) {
      faulting.await();
    }
    ring.enable();
    wire();
  }

  private MemorySegment storeMemory() {
    return storeRegion == null ? MemorySegment.NULL : storeRegion.memory();
  }

  /** The NUMA node of the CPU that this thread is pinned to, if there are several. */
  private static int home() {
    BitSet own = new BitSet();
    boolean known = Sched.sched_getaffinity(0, own) >= 0 && own.cardinality() == 1;
    return known ? Nodes.home(ROOT, own.nextSetBit(0)) : Nodes.NONE;
  }

  private static Region at(int node, Region region) {
    if (node != Nodes.NONE) {
      region.prefer(node);
    }
    return region;
  }

  private void beginFaulting(Populate populate) {
    BitSet cpus = faultingCpus();
    switch (populate) {
      case ON ->
          faulting = Faulting.begin(
              storeRegion, Math.min(cpus.cardinality(), FAULTING_THREADS_MAX), cpus, 0);
      case BACKGROUND -> faulting = Faulting.begin(storeRegion, 1, cpus, BACKGROUND_NICE);
      case OFF -> { }
    }
  }

  /** Where this process may run, on the node of this worker's CPU: memory comes from there. */
  private BitSet faultingCpus() {
    BitSet allowed = new BitSet();
    BitSet own = new BitSet();
    if (Sched.sched_getaffinity(Unistd.getpid(), allowed) < 0
        || Sched.sched_getaffinity(0, own) < 0) {
      return new BitSet(); // where this thread runs, then
    }
    return own.cardinality() == 1 ? Nodes.near(ROOT, own.nextSetBit(0), allowed) : allowed;
  }

  private void openRing() {
    ring = Ring.open(RingSize.of(options.connectionsMax()), kernel);
    if (options.restricted()) {
      LinuxException.check(
          ring.registerRestrictions(RESTRICTIONS),
          "io_uring_register(IORING_REGISTER_RESTRICTIONS)",
          "run with --no-restrict-ring");
    }
    LinuxException.check(
        ring.registerFilesSparse(options.connectionsMax()),
        "io_uring_register(IORING_REGISTER_FILES2)",
        "raise the limit of open files (ulimit -n) above --max-connections, or lower that");
  }

  private long bufferBytes() {
    return (long) options.receiveBuffers() * options.receiveBufferBytes();
  }

  private long blockBytes() {
    return (long) options.outputBlocks() * options.outputBlockBytes();
  }

  private long hotBytes() {
    return bufferBytes()
        + blockBytes()
        + MessageVectors.BYTES
        + RingTimer.BYTES
        + WireTimes.BYTES
        + 5 * ALIGNMENT;
  }

  private void openBuffers() {
    MemorySegment receiveMemory = cut(bufferBytes());
    int count = options.receiveBuffers();
    BufferRing bufferRing =
        BufferRing.register(
            ring, BUFFER_GROUP, count, receiveMemory, options.receiveBufferBytes());
    buffers = new ReceiveBuffers(bufferRing, count);
    chunkRegion =
        Region.map(
            ChunkPool.rowBytes(options.outputBlocks(), options.connectionsMax()), Policy.OFF);
    pool = new ChunkPool(cut(blockBytes()), options.outputBlockBytes(), chunkRegion.memory());
    vectors = new MessageVectors(cut(MessageVectors.BYTES));
    tick = new RingTimer(ring, cut(RingTimer.BYTES), TICK_NS, Op.TICK, 0);
    wireTimes =
        new WireTimes(kernel, buffers, patience, cut(WireTimes.BYTES), metrics, options);
  }

  /** In transparent huge pages where there are some: a few faults instead of thousands. */
  private static Region mapHot(long bytes) {
    try {
      return Region.map(bytes, Policy.THP);
    } catch (LinuxException e) {
      return Region.map(bytes, Policy.OFF);
    }
  }

  private MemorySegment cut(long bytes) {
    MemorySegment slice = hot.asSlice(hotUsed, bytes);
    hotUsed += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return slice;
  }

  private ConnectionTable openTable() {
    int carryBytes = shard.processor().carryBytes();
    int count = options.connectionsMax();
    carryRegion = Region.map((long) carryBytes * count, Policy.OFF);
    placeRegion = Region.map((long) Place.BYTES * count, Policy.OFF);
    faultFirst(carryRegion, (long) carryBytes * FAULTED_CONNECTIONS);
    faultFirst(chunkRegion, FAULTED_ROW_BYTES);
    return new ConnectionTable(count, slot -> newConnection(slot, carryBytes));
  }

  /** Slots and rows are taken from the lowest, so that the first clients find theirs here. */
  private static void faultFirst(Region region, long bytes) {
    MemorySegment memory = region.memory();
    memory.asSlice(0, Math.min(bytes, memory.byteSize())).fill((byte) 0);
  }

  private Connection newConnection(int slot, int carryBytes) {
    Processor processor = shard.processor();
    MemorySegment carry = carryRegion.memory().asSlice((long) slot * carryBytes, carryBytes);
    Place place = new Place(placeRegion, slot);
    Outbox out =
        new Outbox(
            pool,
            shards,
            place,
            patience,
            options.unsentBytesMax(),
            options.sendInPlaceBytesMin());
    Inbox in = new Inbox(buffers, place);
    return new Connection(slot, processor.newSession(carry), place, in, out);
  }

  /** Before the way to other shards: what is asked there is logged as well. */
  private void openLog(Logging logging) {
    if (!(shard.processor() instanceof ShardProcessor processor)) {
      return;
    }
    if (logging.isOn()) {
      log =
          new CommandLog(
              logging.rings().get(index).producer(), index, logging.sample(), kernel::nowNs,
              logMetrics);
    }
    if (logging.tellsSlow()) {
      slow = new SlowLog(index, logging.slowNs(), kernel::nowNs, this::putPeer, slowMetrics);
    }
    if (log != null || slow != null) {
      processor.logTo(log, slow, new KeptRequests(keptMemory(logging)));
    }
  }

  private MemorySegment keptMemory(Logging logging) {
    return logging.isOn()
        ? logging.kept().get(index)
        : Arena.ofAuto().allocate(KeptRequests.bytes(), Long.BYTES);
  }

  /** Who a client is, if it is still there and has an address. */
  private long putPeer(long client, MemorySegment memory, long offset) {
    Connection connection = table.find(client);
    return connection == null || connection.peer.isUnix()
        ? offset
        : connection.peer.put(memory, offset);
  }

  private void openWatch(List<WatchLog> logs) {
    watch = logs.isEmpty() ? WatchLog.unwatched() : logs.get(index);
    if (shard.processor() instanceof ShardProcessor processor) {
      processor.watchBy(watch);
    }
  }

  /** The way to other shards, if there are any. */
  private void openCrossing() {
    if (peers.count() == 1) {
      shards = Shards.only(shard.processor());
      return;
    }
    if (shard.processor() instanceof ShardProcessor processor) {
      peers.joined(index, ring.fd(), processor);
      crossing = new Crossing(peers, index, ring, processor);
      shards = crossing.shards();
    } else {
      shards = Shards.only(shard.processor());
    }
  }

  private void wire() {
    Processor processor = shard.processor();
    submissions = new Submissions(ring, vectors);
    ConnectionEvents events = new ConnectionEvents(watch, clock, index);
    lifecycle = new Lifecycle(ring, table, processor, patience, wireTimes, metrics, log, events);
    arming =
        new Arming(ring, buffers, vectors, shards, patience, wireTimes, metrics, options);
    sender =
        new Sender(
            ring, pool, shards, patience, lifecycle, vectors, submissions, wireTimes, metrics,
            options);
    memoryWaits = new MemoryWaits(processor, patience, options);
    scheduler =
        new Scheduler(
            processor, arming, lifecycle, sender, submissions, memoryWaits, metrics, options);
    receiver =
        new Receiver(
            buffers, processor, patience, lifecycle, arming, scheduler, wireTimes, metrics);
    sweeper =
        new Sweeper(
            table, patience, lifecycle, arming, memoryWaits, crossing, submissions, metrics,
            options);
    ending = new Ending(table, lifecycle, arming, submissions, clock, metrics, crossing);
    if (crossing != null) {
      crossing.wire(table, scheduler, submissions, memoryWaits, patience);
    }
    gauges = new Gauges(ring, buffers, pool, scheduler, memoryWaits, crossing, metrics);
  }

  /** The ring that others post to. */
  public Ring ring() {
    return ring;
  }

  /** What it serves. */
  public Shard shard() {
    return shard;
  }

  /** The store's memory; null if there is none. */
  public Region storeRegion() {
    return storeRegion;
  }

  /** Where the keys that its clients ask for are counted; null if they are not. */
  public HotKeys hotKeys() {
    return shard.processor() instanceof ShardProcessor processor ? processor.hotKeys() : null;
  }

  /** The requests of its clients that took long; null if nobody wants to know. */
  public SlowLog slow() {
    return slow;
  }

  /** What others may read of its connections. */
  public VisibleConnections connections() {
    return new VisibleConnections(table, patience);
  }

  /** What is counted of the way to other shards, if there are any, of logs, and of watching. */
  public List<MetricGroup> furtherMetrics() {
    List<MetricGroup> further = new ArrayList<>();
    if (crossing != null) {
      further.add(crossing.metrics());
    }
    if (log != null) {
      further.add(logMetrics);
    }
    if (slow != null) {
      further.add(slowMetrics);
    }
    if (shard.processor() instanceof ShardProcessor) {
      further.add(watch.metrics());
    }
    return further;
  }

  /** Of what the kernel is still at nothing more is told; the memory that it names is there yet. */
  public void closeRing() {
    ring.close();
  }

  /** Closes the ring first: until then the kernel may use the memory. */
  @Override
  public void close() {
    AutoCloseable[] parts = {
      ring, wireTimes, faulting, chunkRegion, placeRegion, carryRegion, hotRegion, storeRegion
    };
    for (AutoCloseable part : parts) {
      close(part);
    }
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("closing a worker's resources", e);
    }
  }
}
