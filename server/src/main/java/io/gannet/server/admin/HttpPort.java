package io.gannet.server.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The admin's port. One thread accepts; each client is then served by a thread of its own, so that
 * nobody waits for another. Clients are bounded; for one too many goes the one that we have waited
 * for longest.
 */
final class HttpPort implements AutoCloseable {
  /*
   * Not the JDK's com.sun.net.httpserver: out of descriptors, its accepting thread spins and serves
   * nobody; at its limit of connections it refuses the newest, who may be the one that asks for
   * /health; and it measures patience by the wall clock, whose corrections close connections.
   *
   * Nor virtual threads: to wait for a socket they need an epoll of their own, and if there is no
   * descriptor for it the first time, none can wait any more for as long as the JVM lives.
   */
  private static final int CONNECTIONS_MAX = 64;
  private static final int BACKLOG = 128;
  private static final int TICK_MS = 500;
  private static final long TICK_NS = TICK_MS * 1_000_000L;
  private static final long RETRY_MS = 100;
  private static final int IDLE_SEC_MAX = 60;

  private final ServerSocket socket;
  private final Function<RequestHead, Page> pages;
  private final Thread thread = new Thread(this::run, "admin");

  /** Those that are closed for others may need a moment to end, so there are twice as many. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          2 * CONNECTIONS_MAX,
          IDLE_SEC_MAX,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("admin client").daemon().factory());

  /** In the order in which they came. Guarded by itself. */
  private final Set<HttpConnection> open = new LinkedHashSet<>();

  private long tickedNs = System.nanoTime();

  private HttpPort(ServerSocket socket, Function<RequestHead, Page> pages) {
    this.socket = socket;
    this.pages = pages;
    thread.setDaemon(true);
  }

  /** Listens; who connects waits. */
  static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  /** Answers each request with the page made of it; any number at the same time. */
  static HttpPort open(ServerSocket socket, Function<RequestHead, Page> pages) {
    HttpPort port = new HttpPort(socket, pages);
    port.thread.start();
    return port;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void run() {
    while (!socket.isClosed()) {
      try {
        socket.setSoTimeout(isIdle() ? 0 : TICK_MS);
        welcome(socket.accept());
      } catch (SocketTimeoutException e) {
        // A tick's time is over.
      } catch (IOException e) {
        makeRoom();
      }
      tick();
    }
  }

  private boolean isIdle() {
    synchronized (open) {
      return open.isEmpty();
    }
  }

  private void welcome(Socket client) {
    HttpConnection connection = new HttpConnection(client, pages, this::forget);
    synchronized (open) {
      if (open.size() >= CONNECTIONS_MAX && !closeOldest()) {
        connection.close(); // each of the others is about to have its answer
        return;
      }
      open.add(connection);
    }
    try {
      threads.execute(connection);
    } catch (RejectedExecutionException | OutOfMemoryError e) { // no thread to be had
      connection.close();
      forget(connection);
    }
  }

  /** Out of descriptors or memory: trying again at once would only burn the CPU. */
  private void makeRoom() {
    synchronized (open) {
      closeOldest();
    }
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      // Closed meanwhile.
    }
  }

  /** Closes the first that came of those that we wait for; false if there is none. */
  private boolean closeOldest() {
    for (HttpConnection connection : open) {
      if (!connection.isAnswering()) {
        connection.close();
        return open.remove(connection);
      }
    }
    return false;
  }

  private void forget(HttpConnection connection) {
    synchronized (open) {
      open.remove(connection);
    }
  }

  /** One tick, however long ago the last was: a pause of the process is nobody's fault. */
  private void tick() {
    long nowNs = System.nanoTime();
    if (nowNs - tickedNs < TICK_NS) {
      return;
    }
    tickedNs = nowNs;
    for (HttpConnection connection : copy()) {
      connection.tick();
    }
  }

  private List<HttpConnection> copy() {
    synchronized (open) {
      return List.copyOf(open);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed in any case.
    }
    thread.interrupt();
    threads.shutdown();
    copy().forEach(HttpConnection::close);
  }
}
