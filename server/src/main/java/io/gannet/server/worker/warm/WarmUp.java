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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the data plane compiled before the port opens: a worker with a scratch shard serves synthetic
 * requests over socket pairs, for a bounded time, and is thrown away with all that it stored and
 * counted. What remains is the compiled code, which the real worker shares.
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

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(WARM_UP, WARM_UP_MS);

  private static final int CONNECTIONS = 16;

  /** A CPU quota or a busy host makes replies slow; a minute without one is another trouble. */
  private static final int PATIENCE_SEC = 60;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private static final long REPLY_BYTES_MAX = 1 << 20;

  private final Ring ring;
  private final RingWait wait;
  private final MemorySegment reply;
  private final List<MemorySegment> requests;
  private final List<Exchange> exchanges;
  private final int[] clients = new int[CONNECTIONS];
  private int connected;

  private WarmUp(Arena arena, Ring ring, List<Exchange> exchanges) {
    this.ring = ring;
    this.wait = new RingWait(ring);
    this.exchanges = exchanges;
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
      byte[] many = new byte[request.length * count];
      for (int i = 0; i < count; i++) {
        System.arraycopy(request, 0, many, i * request.length, request.length);
      }
      return new Exchange(many, replyBytes * count);
    }
  }

  /** An exchange from text. */
  public static Exchange exchange(String request, String reply) {
    return new Exchange(request.getBytes(US_ASCII), reply.length());
  }

  /**
   * Warms up, for {@code budgetNs}; if the start took half of them or more, then for half as long.
   *
   * @param worker not started yet; it is started and stopped here
   * @return how many exchanges there were, for the banner
   * @throws LinuxException if the worker cannot start
   * @throws IllegalStateException if a reply did not come, or not as it should
   */
  public static long run(Worker worker, List<Exchange> exchanges, long budgetNs) {
    long startNs = System.nanoTime();
    try (Arena arena = Arena.ofConfined();
        Ring ring = Ring.open(RingOptions.defaults(), worker.kernel())) {
      ring.enable();
      worker.start();
      int ringFd = worker.awaitStart().ringFd();
      WarmUp warmUp = new WarmUp(arena, ring, exchanges);
      try {
        warmUp.connect(ringFd);
        long leftNs = Math.max(startNs + budgetNs - System.nanoTime(), budgetNs / 2);
        return warmUp.exchange(System.nanoTime() + leftNs);
      } finally {
        warmUp.end(worker, ringFd);
      }
    }
  }

  private void connect(int ringFd) {
    while (connected < CONNECTIONS) {
      clients[connected] = connectOne(ringFd);
      connected++;
    }
  }

  /** The worker closes its ends, so that nothing of ours is under way when the ring is closed. */
  private void end(Worker worker, int ringFd) {
    for (int i = 0; i < connected; i++) {
      Unistd.close(clients[i]);
    }
    Worker.prepStop(ring.getSqe(), ringFd);
    wait.awaitOne(NS_PER_SEC);
    worker.ended().orTimeout(PATIENCE_SEC, TimeUnit.SECONDS).join();
  }

  private int connectOne(int ringFd) {
    int[] pair = new int[2];
    LinuxException.check(
        Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0, pair),
        "socketpair(AF_UNIX)",
        "raise the limit of open files (ulimit -n)");
    Worker.prepAdopt(ring.getSqe(), ringFd, pair[1], 0);
    await();
    ring.cqAdvance(ring.cqReady());
    return pair[0];
  }

  /** One exchange after the other, on all connections at once, until the time is up. */
  private long exchange(long untilNs) {
    long done = 0;
    for (int i = 0; System.nanoTime() - untilNs < 0; i = (i + 1) % exchanges.size()) {
      exchange(requests.get(i), exchanges.get(i).replyBytes());
      done += CONNECTIONS;
    }
    return done;
  }

  private void exchange(MemorySegment request, int replyBytes) {
    int length = (int) request.byteSize();
    for (int client : clients) {
      ring.getSqe().prepSend(client, request, 0, length, Socket.MSG_WAITALL).userData(length);
      ring.getSqe()
          .prepRecv(client, reply, 0, replyBytes, Socket.MSG_WAITALL)
          .userData(replyBytes);
    }
    for (int left = 2 * CONNECTIONS; left > 0; left--) {
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
