package io.gannet.server.admin;

import io.gannet.engine.option.Settings;
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
   * @throws StartupException if it can't listen there, or everybody there could ask
   */
  public static void check(Settings settings) {
    String host = settings.text(AdminOptions.HOST);
    int port = (int) settings.number(AdminOptions.PORT);
    AdminToken token = AdminToken.from(settings.text(AdminOptions.TOKEN_FILE));
    try (ServerSocket socket = listen(host, port)) {
      if (!socket.getInetAddress().isLoopbackAddress() && !token.isAsked()) {
        throw new StartupException(
            "the admin on " + host + " would answer whoever reaches this host",
            "give --admin-token-file FILE (openssl rand -hex 32 >FILE), or leave out --admin-host",
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of closing it
    }
  }

  /**
   * Listens and answers, as the options of the view's configuration say.
   *
   * @throws StartupException if it can't listen there
   */
  public static Admin start(AdminView view) {
    Settings settings = view.configuration();
    String host = settings.text(AdminOptions.HOST);
    int port = (int) settings.number(AdminOptions.PORT);
    return start(host, port, view);
  }

  /** The same at another place; port 0 takes a free one. */
  public static Admin start(String host, int port, AdminView view) {
    SiteRule rule = new SiteRule(AdminOptions.names(view.configuration()));
    AdminToken token =
        AdminToken.from(view.configuration().text(AdminOptions.TOKEN_FILE));
    Pages pages = new Pages(view, rule, token);
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
