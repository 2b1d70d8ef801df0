package io.gannet.server.admin;

import io.gannet.server.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The admin: its port, who may ask there, and what is answered. */
public final class Admin implements AutoCloseable {
  private final HttpPort port;

  private Admin(HttpPort port) {
    this.port = port;
  }

  /**
   * Tells now what {@link #start} would tell when everything else is made.
   *
   * @throws StartupException if it can't listen there
   */
  public static void check(String host, int port) {
    try (ServerSocket socket = listen(host, port)) {
      assert socket.isBound();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of closing it
    }
  }

  /**
   * Listens and answers.
   *
   * @param port 0 takes a free one
   * @throws StartupException if it can't listen there
   */
  public static Admin start(String host, int port, AdminView view) {
    SiteRule rule = new SiteRule(AdminOptions.names(view.configuration()));
    Pages pages = new Pages(view, rule);
    return new Admin(HttpPort.open(listen(host, port), pages::answer));
  }

  private static ServerSocket listen(String host, int port) {
    try {
      return HttpPort.listen(new InetSocketAddress(InetAddress.getByName(host), port));
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

  /** Where it listens, as a URL has it: {@code 127.0.0.1:9999}. */
  public String address() {
    return address(port.address());
  }

  /** An IPv6 address is in brackets. */
  static String address(InetSocketAddress of) {
    String host = of.getAddress().getHostAddress();
    boolean isIpv6 = of.getAddress() instanceof Inet6Address;
    return (isIpv6 ? "[" + host + "]" : host) + ":" + of.getPort();
  }

  @Override
  public void close() {
    port.close();
  }
}
