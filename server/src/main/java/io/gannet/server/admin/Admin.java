package io.gannet.server.admin;

import com.sun.net.httpserver.HttpServer;
import io.gannet.server.StartupException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The admin's HTTP server, with one daemon thread that answers. */
public final class Admin implements AutoCloseable {
  /*
   * The JDK's server reads a request on the thread that answers it, so that a client which sends
   * half a request would hold everyone up. Told how long to bear such clients, it cuts them off.
   * The time for a reply begins with the request, and so has to do for a walk over large memory.
   */
  private static final String REQUEST_SEC_MAX = "sun.net.httpserver.maxReqTime";
  private static final String REPLY_SEC_MAX = "sun.net.httpserver.maxRspTime";
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService thread;

  private Admin(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * Listens and answers.
   *
   * @param port 0 takes a free one
   * @throws StartupException if it can't listen there
   */
  public static Admin start(String host, int port, AdminView view) {
    boundSlowClients();
    HttpServer server = listen(host, port);
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("gannet-admin").daemon().unstarted(task));
    server.setExecutor(thread);
    server.createContext("/", new Pages(view));
    startAsDaemon(server);
    return new Admin(server, thread);
  }

  private static void boundSlowClients() {
    setUnlessSet(REQUEST_SEC_MAX, "5");
    setUnlessSet(REPLY_SEC_MAX, "90");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static HttpServer listen(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (UnknownHostException e) {
      throw new StartupException(
          "the admin can't listen on " + host + ": no such address",
          "give an address of this host with --admin-host",
          e);
    } catch (BindException e) {
      throw new StartupException(
          "the admin can't listen on " + host + ":" + port + ": " + e.getMessage(),
          "choose another port with --admin-port (0 takes a free one), or end what listens there",
          e);
    } catch (IOException e) {
      throw new StartupException(
          "the admin can't listen on " + host + ":" + port + ": " + e.getMessage(),
          "choose another address with --admin-host and --admin-port",
          e);
    }
  }

  /** The server's own thread is a daemon if the one that starts it is. */
  private static void startAsDaemon(HttpServer server) {
    Thread starter = Thread.ofPlatform().daemon().start(server::start);
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it listens, as a URL has it: {@code 127.0.0.1:9999}. */
  public String address() {
    return address(server.getAddress());
  }

  /** An IPv6 address is in brackets. */
  static String address(InetSocketAddress of) {
    String host = of.getAddress().getHostAddress();
    boolean isIpv6 = of.getAddress() instanceof Inet6Address;
    return (isIpv6 ? "[" + host + "]" : host) + ":" + of.getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
