package io.gannet.server.worker.warm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.option.Option;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the data plane compiled before the port opens: a worker with a scratch shard serves synthetic
 * requests over connections of its own, for a bounded time, and is thrown away with all that it
 * stored and counted. What remains is the compiled code, which the real worker shares.
 *
 * <p>The client here is a ring of its own, on the calling thread.
 */
public final class WarmUp {
  /** Whether to warm up. */
  public static final Option WARM_UP =
      Option.onOff("warm-up", true, "Have the data plane compiled before the port opens.");

  /** For how long. */
  public static final Option WARM_UP_MS =
      Option.duration(
          "warm-up-ms", "450ms", TimeUnit.MILLISECONDS, 1, 60_000,
          "Milliseconds that the warm-up takes, as a rule.");

  /** And for how long at least the compilers have to rest then. */
  public static final Option WARM_UP_REST_MS =
      Option.duration(
          "warm-up-rest-ms", "0", TimeUnit.MILLISECONDS, 0, 60_000,
          "Goes on with it until the JVM has compiled nothing for so long; a minute at most.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(WARM_UP, WARM_UP_MS, WARM_UP_REST_MS);

  private static final int CONNECTIONS = 16;

  /** How many of them ask in a round, in turn: a turn of the worker is large, small or tiny. */
  private static final int[] CROWDS = {CONNECTIONS, CONNECTIONS, 1, 5, CONNECTIONS, 1, 1, 3};

  /** They become more by one: a worker that has once met all never has to take what is fresh. */
  private static final int ROUNDS_OF_A_CROWD = 20;

  /** Where each of a crowd asks for something else: how far apart in the list. */
  private static final int STRIDE = 11;

  /** So often one of them goes, and another comes; others stay. */
  private static final int ROUNDS_OF_ONE = 16;

  private static final int STAYING = CONNECTIONS / 2;

  private static final int REST_SEC_MAX = 60;

  /** A CPU quota or a busy host makes replies slow; a minute without one is another trouble. */
  private static final int PATIENCE_SEC = 60;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private static final long REPLY_BYTES_MAX = 1 << 20;

  private final Ring ring;
  private final int ringFd;
  private final Pairs pairs;
  private final RingWait wait;
  private final MemorySegment reply;
  private final List<MemorySegment> requests;
  private final List<Exchange> exchanges;
  private final int[] clients = new int[CONNECTIONS];
  private final int[] asked = new int[CONNECTIONS];
  private int connected;
  private int rounds;

  private WarmUp(
      Arena arena, Ring ring, int ringFd, Pairs pairs, List<Exchange> exchanges) {
    this.ring = ring;
    this.wait = new RingWait(ring);
    this.exchanges = exchanges;
    this.ringFd = ringFd;
    this.pairs = pairs;
    this.reply = arena.allocate(REPLY_BYTES_MAX);
    this.requests =
        exchanges.stream()
            .map(one -> arena.allocateFrom(ValueLayout.JAVA_BYTE, one.request()))
            .toList();
  }

  /**
   * Requests sent in one piece, and how many bytes of reply they have.
   *
   * @param request the bytes sent
   * @param replyBytes the bytes awaited
   */
  public record Exchange(byte[] request, int replyBytes) {
    /** The same, {@code count} times in one piece. */
    public Exchange times(int count) {
      return of(Collections.nCopies(count, this));
    }

    /** All of them in one piece, in order. */
    public static Exchange of(List<Exchange> all) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      all.forEach(one -> bytes.writeBytes(one.request));
      return new Exchange(
          bytes.toByteArray(), all.stream().mapToInt(Exchange::replyBytes).sum());
    }
  }

  /** An exchange from text. */
  public static Exchange exchange(String request, String reply) {
    return new Exchange(request.getBytes(US_ASCII), reply.length());
  }

  /**
   * Warms up, for {@code budgetNs}; if the start took half of them or more, then for half as long.
   * If {@code restNs} is not 0, it goes on until the compilers have rested for so long.
   *
   * @param worker not started yet; it is started and stopped here
   * @return how many exchanges there were, for the banner
   * @throws LinuxException if the worker cannot start
   * @throws IllegalStateException if a reply did not come, or not as it should
   */
  public static long run(Worker worker, List<Exchange> exchanges, long budgetNs, long restNs) {
    long startNs = System.nanoTime();
    try (Arena arena = Arena.ofConfined();
        Pairs pairs = new Pairs();
        Ring ring = Ring.open(RingOptions.defaults(), worker.kernel())) {
      ring.enable();
      worker.start();
      int ringFd = worker.awaitStart().ringFd();
      WarmUp warmUp = new WarmUp(arena, ring, ringFd, pairs, exchanges);
      try {
        warmUp.connect();
        long leftNs = Math.max(startNs + budgetNs - System.nanoTime(), budgetNs / 2);
        long done = warmUp.exchangeUntil(System.nanoTime() + leftNs);
        return restNs == 0 ? done : done + warmUp.exchangeUntilRest(restNs);
      } finally {
        warmUp.end(worker);
      }
    }
  }

  private void connect() {
    while (connected < CONNECTIONS) {
      clients[connected] = connectOne();
      connected++;
    }
  }

  private void replace(int client) {
    int old = clients[client];
    clients[client] = connectOne();
    Unistd.close(old);
  }

  /** The worker closes its ends, so that nothing of ours is under way when the ring is closed. */
  private void end(Worker worker) {
    for (int i = 0; i < connected; i++) {
      Unistd.close(clients[i]);
    }
    Worker.prepStop(ring.getSqe(), ringFd);
    wait.awaitOne(NS_PER_SEC);
    worker.ended().orTimeout(PATIENCE_SEC, TimeUnit.SECONDS).join();
  }

  private int connectOne() {
    int[] ends = pairs.next();
    Worker.prepAdopt(ring.getSqe(), ringFd, ends[1], 0);
    await();
    ring.cqAdvance(ring.cqReady());
    return ends[0];
  }

  /** One round after the other until the time is up. */
  private long exchangeUntil(long untilNs) {
    long done = 0;
    while (System.nanoTime() - untilNs < 0) {
      done += round();
    }
    return done;
  }

  private long exchangeUntilRest(long restNs) {
    long startNs = System.nanoTime();
    CompilerRest rest = CompilerRest.of(startNs);
    long done = 0;
    long nowNs = startNs;
    while (rest.lastingNs(nowNs) < restNs && nowNs - startNs < REST_SEC_MAX * NS_PER_SEC) {
      done += round();
      nowNs = System.nanoTime();
    }
    return done;
  }

  /**
   * One exchange of each of a crowd. At first all ask for the same, for one thing after the other,
   * so that what is asked for has been stored; later each for something else in every other round,
   * in two pieces.
   */
  private long round() {
    boolean mixed = rounds >= exchanges.size() && rounds % 2 == 1;
    int crowd = Math.min(CROWDS[rounds % CROWDS.length], 1 + rounds / ROUNDS_OF_A_CROWD);
    for (int client = 0; client < crowd; client++) {
      asked[client] = (rounds + (mixed ? client * STRIDE : 0)) % exchanges.size();
    }
    if (mixed) {
      sendHalves(crowd);
    }
    for (int client = 0; client < crowd; client++) {
      sendRest(client, mixed ? half(client) : 0);
    }
    awaitAll(2 * crowd);
    if (++rounds % ROUNDS_OF_ONE == 0) {
      replace(STAYING + rounds / ROUNDS_OF_ONE % (CONNECTIONS - STAYING));
    }
    return crowd;
  }

  private int half(int client) {
    return (int) requests.get(asked[client]).byteSize() / 2;
  }

  private void sendHalves(int crowd) {
    for (int client = 0; client < crowd; client++) {
      send(client, 0, half(client));
    }
    awaitAll(crowd);
  }

  private void sendRest(int client, int from) {
    send(client, from, (int) requests.get(asked[client]).byteSize() - from);
    int replyBytes = exchanges.get(asked[client]).replyBytes();
    ring.getSqe()
        .prepRecv(clients[client], reply, 0, replyBytes, Socket.MSG_WAITALL)
        .userData(replyBytes);
  }

  private void send(int client, int from, int length) {
    ring.getSqe()
        .prepSend(clients[client], requests.get(asked[client]), from, length, Socket.MSG_WAITALL)
        .userData(length);
  }

  private void awaitAll(int count) {
    for (int left = count; left > 0; left--) {
      await();
      Cqe cqe = ring.cqe(0);
      check(cqe.res() == cqe.userData(), "a reply is not as it should be");
      ring.cqAdvance(1);
    }
  }

  private void await() {
    boolean came = wait.awaitOne(PATIENCE_SEC * NS_PER_SEC);
    check(came, "no reply came in " + PATIENCE_SEC + " seconds");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
