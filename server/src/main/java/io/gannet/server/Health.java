package io.gannet.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.server.guard.SealedAddress;
import io.gannet.server.product.Probe;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Whether clients are served: every worker ends its turns, and a client that comes now, as any
 * other, by the port or the socket, has its request answered within a second. Any thread.
 */
final class Health {
  private static final long ANSWER_MS_MAX = 1_000;

  /** For so long those who ask are told the same, so that asking is no load. */
  private static final long FRESH_NS = 200_000_000L;

  private final SealedAddress address;
  private final byte[] request;
  private final String reply;
  private final Supplier<Optional<String>> stuck;
  private final ReentrantLock looking = new ReentrantLock();
  private Optional<String> found = Optional.empty();
  private long foundNs = System.nanoTime() - FRESH_NS;

  /**
   * @param address where clients are served
   * @param stuck what is known of workers that end no turn, and of threads that are gone
   */
  Health(SealedAddress address, Probe probe, Supplier<Optional<String>> stuck) {
    this.address = address;
    this.request = probe.request().getBytes(ISO_8859_1);
    this.reply = probe.reply();
    this.stuck = stuck;
  }

  /** Where clients are served. */
  SealedAddress address() {
    return address;
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
    try (ProbeCall call = ProbeCall.begin(address, ANSWER_MS_MAX)) {
      String line = call.ask(request);
      return line.startsWith(reply)
          ? Optional.empty()
          : Optional.of("a new client is told '" + line.strip() + "'");
    } catch (SocketTimeoutException e) {
      return Optional.of("a new client has no answer within " + ANSWER_MS_MAX + " ms");
    } catch (IOException e) {
      return Optional.of("a new client can't be served: " + e.getMessage());
    }
  }
}
