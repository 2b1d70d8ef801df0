package io.gannet.server.worker.option;

import io.gannet.engine.option.CpuList;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.shard.ShardMailPlan;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What can be set of a worker, and what it is set to.
 *
 * @param cpus the CPUs that workers are pinned to, in order; empty if they are not
 * @param spinNs how long to look for work before blocking
 * @param connectionsMax slots for connections
 * @param receiveBuffers provided buffers, a power of two
 * @param receiveBufferBytes bytes of each
 * @param outputBlocks blocks that replies are composed in
 * @param outputBlockBytes bytes of each
 * @param eventRequests requests that a connection may have carried out before it is another's turn
 * @param turnRequests requests of all connections in one turn
 * @param waitTimeoutNs how long a request waits for memory of the store before it is refused
 * @param unsentBytesMax a connection with more unsent bytes is not read from
 * @param receiveInPlaceBytesMin values with at least so much to come are received into their place
 * @param sendInPlaceBytesMin values of at least so many bytes are sent from their place
 * @param zeroCopyBytesMin of these, such are sent with SEND_ZC; 0 for none
 * @param idleTimeoutSec idle connections are closed after this; 0 for never
 * @param sendTimeoutSec connections that take nothing of a reply for so long are closed
 * @param valueTimeoutSec connections that take so long to send one value are closed
 * @param shardTimeoutSec connections that wait so long for another worker are closed
 * @param wireSample of so many connections one is timed from wire to wire; 0 for none
 * @param restricted whether the ring admits only the operations that the worker uses
 */
public record WorkerOptions(
    int[] cpus,
    long spinNs,
    int connectionsMax,
    int receiveBuffers,
    int receiveBufferBytes,
    int outputBlocks,
    int outputBlockBytes,
    int eventRequests,
    int turnRequests,
    long waitTimeoutNs,
    long unsentBytesMax,
    long receiveInPlaceBytesMin,
    int sendInPlaceBytesMin,
    long zeroCopyBytesMin,
    int idleTimeoutSec,
    int sendTimeoutSec,
    int valueTimeoutSec,
    int shardTimeoutSec,
    int wireSample,
    boolean restricted) {

  private static final String AUTO = "auto";
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final int WORKERS_MAX = 64;

  /** What is carried from one receive to the next, or received in a connection's own place. */
  private static final int CARRY_BYTES_MAX = 8192;

  /** With its head such a value fits a block of output in one piece. */
  private static final int COPIED_BYTES_MAX = 2048;

  /** What a command has besides its key and value. */
  private static final int COMMAND_HEAD_BYTES_MAX = 128;
  private static final int SPIN_US_PINNED = 50;
  private static final int SCRATCH_CONNECTIONS = 32;
  private static final int SCRATCH_BUFFERS = 64;

  /** Every other, so that a warm-up tries both ways to receive. */
  private static final int SCRATCH_WIRE_SAMPLE = 2;

  /** How many workers; {@code -t} as in memcached. */
  public static final Option WORKERS =
      Option.number("workers", "1", 1, WORKERS_MAX, "Worker threads, one shard each.")
          .shortName("t");

  /** What carries the entries of rings out. */
  public static final Option TRANSPORT =
      Option.choice(
          "transport",
          "auto",
          List.of("auto", "io_uring", "epoll"),
          "How bytes are moved: auto takes io_uring, or epoll where that is forbidden.");

  /** Where workers run. */
  public static final Option CPUS =
      Option.cpus("cpus", "CPUs to pin the workers to, in order: 0 or 0,2 or 0-3.");

  /** How long to spin. */
  public static final Option SPIN_US =
      Option.duration(
              "spin-us",
              AUTO,
              TimeUnit.MICROSECONDS,
              0,
              1_000_000,
              "Microseconds to look for work before sleeping; auto: 50 with --cpus, else 0.")
          .or(AUTO);

  /** How many connections. */
  public static final Option MAX_CONNECTIONS =
      Option.number("max-connections", "10000", 1, 1_000_000, "Connections open at most.")
          .shortName("c");

  /** How many provided buffers. */
  public static final Option RECEIVE_BUFFERS =
      Option.number(
          "receive-buffers", "1024", 8, 32768, "Receive buffers of a worker, a power of two.");

  /** Their size. */
  public static final Option RECEIVE_BUFFER_SIZE =
      Option.bytes("receive-buffer-size", "4KiB", 64, MIB, "Bytes of a receive buffer.");

  /** How many blocks of output. */
  public static final Option OUTPUT_BLOCKS =
      Option.number("output-blocks", "512", 8, 65536, "Blocks for replies of a worker.");

  /** Their size. */
  public static final Option OUTPUT_BLOCK_SIZE =
      Option.bytes("output-block-size", "8KiB", 8 * KIB, MIB, "Bytes of a block for replies.");

  /** The least part of a turn; {@code -R} as in memcached. */
  public static final Option REQUESTS_PER_EVENT =
      Option.number(
              "requests-per-event",
              "64",
              1,
              1 << 20,
              "Requests of one connection that are carried out before it is the others' turn.")
          .shortName("R");

  /** The whole of it. */
  public static final Option REQUESTS_PER_TURN =
      Option.number(
          "requests-per-turn",
          "2048",
          1,
          1 << 20,
          "Requests of all connections between two looks at the kernel.");

  /** How long to wait for memory. */
  public static final Option WAIT_TIMEOUT =
      Option.duration(
          "wait-timeout",
          "10s",
          TimeUnit.SECONDS,
          0,
          1 << 30,
          "Seconds that a request waits for memory that others keep, before it is refused.");

  /** The high-water mark. */
  public static final Option MAX_UNSENT =
      Option.bytes(
          "max-unsent",
          "256KiB",
          1,
          1024 * MIB,
          "Unsent bytes above which a connection is not read from.");

  /** When values are received in place. */
  public static final Option RECEIVE_IN_PLACE_MIN =
      Option.bytes(
          "receive-in-place-min",
          "64KiB",
          1,
          1024 * MIB,
          "Values with so much still to come are received straight into the store.");

  /** When values are sent in place. */
  public static final Option SEND_IN_PLACE_MIN =
      Option.bytes(
          "send-in-place-min",
          "2KiB",
          1,
          1024 * MIB,
          "Values of this size are sent straight from the store.");

  /** When SEND_ZC is used. */
  public static final Option ZERO_COPY_MIN =
      Option.bytes(
          "zero-copy-min",
          "0",
          0,
          1024 * MIB,
          "Values of this size are sent with SEND_ZC; 0 for none: loopback copies anyway.");

  /** When idle connections are closed. */
  public static final Option IDLE_TIMEOUT =
      Option.duration(
          "idle-timeout",
          "0s",
          TimeUnit.SECONDS,
          0,
          1 << 30,
          "Seconds after which idle connections are closed; 0: never.");

  /** When connections that do not read are closed. */
  public static final Option SEND_TIMEOUT =
      Option.duration(
          "send-timeout",
          "30s",
          TimeUnit.SECONDS,
          1,
          1 << 30,
          "Seconds after which connections that do not read are closed.");

  /** When connections that send half a value are closed. */
  public static final Option VALUE_TIMEOUT =
      Option.duration(
          "value-timeout",
          "60s",
          TimeUnit.SECONDS,
          1,
          1 << 30,
          "Seconds that a client may take to send one value: its place is kept meanwhile.");

  /** When connections that wait for another worker in vain are closed. */
  public static final Option SHARD_TIMEOUT =
      Option.duration(
          "shard-timeout",
          "10s",
          TimeUnit.SECONDS,
          1,
          1 << 20,
          "Seconds without a word of the worker whose keys a connection waits for, before it is"
              + " closed; --wait-timeout comes on top.");

  /** Whose replies are timed from wire to wire. */
  public static final Option WIRE_SAMPLE =
      Option.number(
          "wire-sample", "0", 0, 1 << 20,
          "Of so many connections one is timed from wire to wire; 0: none.");

  /** Whether rings are restricted. */
  public static final Option RESTRICT_RING =
      Option.onOff(
          "restrict-ring", true, "Allow a worker's ring only the operations that it uses.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL =
      List.of(
          WORKERS,
          TRANSPORT,
          CPUS,
          SPIN_US,
          MAX_CONNECTIONS,
          IDLE_TIMEOUT,
          SEND_TIMEOUT,
          VALUE_TIMEOUT,
          WAIT_TIMEOUT,
          SHARD_TIMEOUT,
          REQUESTS_PER_EVENT,
          REQUESTS_PER_TURN,
          MAX_UNSENT,
          RECEIVE_BUFFERS,
          RECEIVE_BUFFER_SIZE,
          OUTPUT_BLOCKS,
          OUTPUT_BLOCK_SIZE,
          RECEIVE_IN_PLACE_MIN,
          SEND_IN_PLACE_MIN,
          ZERO_COPY_MIN,
          WIRE_SAMPLE,
          RESTRICT_RING);

  /**
   * Reads this room's options.
   *
   * @throws IllegalArgumentException naming the option and what it takes
   */
  public static WorkerOptions from(Settings settings) {
    int[] cpus = CpuList.parse(settings.text(CPUS));
    return new WorkerOptions(
        cpus,
        spinNs(settings, cpus.length > 0),
        (int) settings.number(MAX_CONNECTIONS),
        powerOfTwo(RECEIVE_BUFFERS, settings),
        (int) settings.number(RECEIVE_BUFFER_SIZE),
        (int) settings.number(OUTPUT_BLOCKS),
        (int) settings.number(OUTPUT_BLOCK_SIZE),
        (int) settings.number(REQUESTS_PER_EVENT),
        (int) settings.number(REQUESTS_PER_TURN),
        settings.number(WAIT_TIMEOUT) * NS_PER_SEC,
        settings.number(MAX_UNSENT),
        settings.number(RECEIVE_IN_PLACE_MIN),
        (int) settings.number(SEND_IN_PLACE_MIN),
        settings.number(ZERO_COPY_MIN),
        (int) settings.number(IDLE_TIMEOUT),
        (int) settings.number(SEND_TIMEOUT),
        (int) settings.number(VALUE_TIMEOUT),
        shardTimeoutSec(settings),
        (int) settings.number(WIRE_SAMPLE),
        settings.on(RESTRICT_RING));
  }

  /**
   * What crosses between so many workers. A ring is as long as four of the longest requests that
   * are received in one piece, or longer.
   */
  public ShardMailPlan mail(int workers, int ringBytes) {
    int longest = Math.max(receiveBufferBytes, CARRY_BYTES_MAX) + COMMAND_HEAD_BYTES_MAX;
    int least = Integer.highestOneBit(4 * longest - 1) << 1;
    int waitSec = (int) Math.max(1, waitTimeoutNs / NS_PER_SEC);
    return new ShardMailPlan(
        workers,
        Math.max(ringBytes, least),
        Math.max(1, turnRequests / 2),
        Math.min(sendInPlaceBytesMin, COPIED_BYTES_MAX),
        waitSec);
  }

  /** The same for a scratch worker: small, unpinned, without spinning; socketpairs know no ZC. */
  public WorkerOptions scratch() {
    return new WorkerOptions(
        new int[0],
        0,
        SCRATCH_CONNECTIONS,
        SCRATCH_BUFFERS,
        receiveBufferBytes,
        SCRATCH_BUFFERS,
        outputBlockBytes,
        eventRequests,
        turnRequests,
        waitTimeoutNs,
        unsentBytesMax,
        receiveInPlaceBytesMin,
        sendInPlaceBytesMin,
        0,
        idleTimeoutSec,
        sendTimeoutSec,
        valueTimeoutSec,
        shardTimeoutSec,
        Math.min(wireSample, SCRATCH_WIRE_SAMPLE),
        restricted);
  }

  /** A command may wait for memory at its owner, which is no reason to give it up. */
  private static int shardTimeoutSec(Settings settings) {
    long sec = settings.number(SHARD_TIMEOUT) + settings.number(WAIT_TIMEOUT);
    return (int) Math.min(sec, Integer.MAX_VALUE);
  }

  private static long spinNs(Settings settings, boolean pinned) {
    if (settings.isWord(SPIN_US)) {
      return pinned ? SPIN_US_PINNED * 1000L : 0;
    }
    return settings.number(SPIN_US) * 1000;
  }

  private static int powerOfTwo(Option option, Settings settings) {
    int value = (int) settings.number(option);
    if (Integer.bitCount(value) != 1) {
      throw new IllegalArgumentException(
          "--" + option.name() + " takes a power of two, not " + value);
    }
    return value;
  }
}
