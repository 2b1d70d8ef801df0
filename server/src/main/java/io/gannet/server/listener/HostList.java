package io.gannet.server.listener;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses as {@code --host} lists them, set off by commas: {@code 127.0.0.1}, {@code ::1}, each
 * with a port of its own if it has one, {@code 127.0.0.1:11212}, {@code [::1]:11212}.
 */
final class HostList {
  private static final int PORT_MAX = 65_535;

  private final int defaultPort;
  private final List<ListenAddress.Tcp> addresses = new ArrayList<>();

  private HostList(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /**
   * Reads a list; what is listed twice is there once.
   *
   * @param defaultPort of those that name none
   * @throws IllegalArgumentException if something listed is no address of a host
   */
  static List<ListenAddress.Tcp> parse(String text, int defaultPort) {
    HostList list = new HostList(defaultPort);
    for (String one : text.split(",", -1)) {
      list.add(list.parseOne(one.strip()));
    }
    return list.addresses;
  }

  private void add(ListenAddress.Tcp address) {
    for (ListenAddress.Tcp other : addresses) {
      if (other.isSame(address)) {
        return;
      }
    }
    addresses.add(address);
  }

  private ListenAddress.Tcp parseOne(String text) {
    int colon = portColon(text);
    String host = colon < 0 ? text : text.substring(0, colon);
    int port = colon < 0 ? defaultPort : port(text, text.substring(colon + 1));
    String bare = host.startsWith("[") && host.endsWith("]")
        ? host.substring(1, host.length() - 1)
        : host;
    if (bare.isEmpty()) {
      throw new IllegalArgumentException(
          "--host: '" + text + "' names no host; 0.0.0.0 and :: are all addresses of this one");
    }
    return new ListenAddress.Tcp(bare, resolve(bare), port);
  }

  /** Where the port begins, or -1: without brackets all colons of an IPv6 address are its own. */
  private static int portColon(String text) {
    int colon = text.lastIndexOf(':');
    boolean isBare = text.indexOf(':') != colon && !text.startsWith("[");
    return isBare || text.indexOf(']') > colon ? -1 : colon;
  }

  private static int port(String text, String port) {
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : PORT_MAX + 1;
    if (number > PORT_MAX) {
      throw new IllegalArgumentException(
          "--host: '" + port + "' is no port in '" + text + "'; write HOST:PORT");
    }
    return number;
  }

  /** Of a name that has addresses of both kinds the first of IPv4: who wants both lists both. */
  private static InetAddress resolve(String host) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host);
      for (InetAddress one : all) {
        if (one instanceof Inet4Address) {
          return one;
        }
      }
      return all[0];
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--host: no address is known for '" + host + "'", e);
    }
  }
}
