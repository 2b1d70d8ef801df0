package io.gannet.bench.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Asks an admin port for its health, again and again, as an orchestrator does: it waits 1 s. */
final class HealthProbe {
  private static final int PATIENCE_MS = 1_000;
  private static final long PAUSE_MS = 50;
  private static final long JOIN_MS_MAX = 10 * PATIENCE_MS;

  private final InetSocketAddress admin;
  private final Thread thread = new Thread(this::run, "health-probe");
  private volatile boolean over;
  private long answered;
  private long unanswered;
  private long longestNs;

  HealthProbe(InetSocketAddress admin) {
    this.admin = admin;
    thread.setDaemon(true);
  }

  HealthProbe start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (!over) {
        long askedNs = System.nanoTime();
        boolean isHealthy = isHealthy();
        long waitedNs = System.nanoTime() - askedNs;
        longestNs = Math.max(longestNs, waitedNs);
        if (isHealthy && waitedNs < TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS)) {
          answered++;
        } else {
          unanswered++;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isHealthy() {
    try (Socket socket = new Socket()) {
      socket.connect(admin, PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      String request = "GET /health HTTP/1.1\r\nHost: " + admin.getAddress().getHostAddress()
          + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(head, US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it, and adds what it saw. */
  void end(Toll toll) throws InterruptedException {
    over = true;
    thread.join(JOIN_MS_MAX);
    toll.add("/health answered", answered);
    toll.add("ms the longest", TimeUnit.NANOSECONDS.toMillis(longestNs));
    toll.add(HalfAdmin.UNHEALTHY, unanswered);
  }
}
