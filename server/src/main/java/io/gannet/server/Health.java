package io.gannet.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.server.product.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Whether clients are served: every worker ends its turns, and a client that comes now, as any
 * other, over the port, has its request answered within a second. Any thread.
 */
final class Health {
  private static final int ANSWER_MS_MAX = 1_000;
  private static final int LINE_BYTES_MAX = 128;

  /** For so long those who ask are told the same, so that asking is no load. */
  private static final long FRESH_NS = 200_000_000L;

  private final InetSocketAddress address;
  private final byte[] request;
  private final String reply;
  private final Supplier<Optional<String>> stuck;
  private final ReentrantLock looking = new ReentrantLock();
  private Optional<String> found = Optional.empty();
  private long foundNs = System.nanoTime() - FRESH_NS;

  /**
   * @param address where clients are served
   * @param stuck what is known of workers that end no turn
   */
  Health(InetSocketAddress address, Probe probe, Supplier<Optional<String>> stuck) {
    this.address = address;
    this.request = probe.request().getBytes(ISO_8859_1);
    this.reply = probe.reply();
    this.stuck = stuck;
  }

  /** Why the server should get no traffic, or nothing if it serves. */
  Optional<String> unhealthy() {
    looking.lock();
    try {
      if (System.nanoTime() - foundNs >= FRESH_NS) {
        found = stuck.get().or(this::ask);
        foundNs = System.nanoTime();
      }
      return found;
    } finally {
      looking.unlock();
    }
  }

  private Optional<String> ask() {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS_MAX);
    try (Socket socket = new Socket()) {
      socket.connect(address, ANSWER_MS_MAX);
      socket.getOutputStream().write(request);
      String line = receiveLine(socket, untilNs);
      return line.startsWith(reply)
          ? Optional.empty()
          : Optional.of("a new client is told '" + line.strip() + "'");
    } catch (SocketTimeoutException e) {
      return Optional.of("a new client has no answer within " + ANSWER_MS_MAX + " ms");
    } catch (IOException e) {
      return Optional.of("a new client can't be served: " + e.getMessage());
    }
  }

  /** The first line that comes, or what there is of it when the connection ends. */
  private static String receiveLine(Socket socket, long untilNs) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] line = new byte[LINE_BYTES_MAX];
    int length = 0;
    int count = 0;
    while (count >= 0 && length < line.length && (length == 0 || line[length - 1] != '\n')) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
      socket.setSoTimeout((int) Math.max(leftMs, 1));
      count = in.read(line, length, line.length - length);
      length += Math.max(count, 0);
    }
    return new String(line, 0, length, ISO_8859_1);
  }
}
