package io.gannet.bench.cli;

import io.gannet.bench.peer.PeerAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as people write them: {@code host:7000}, {@code host}, {@code :7000}, {@code 7000}; of
 * IPv6 {@code ::1} and {@code [::1]} without a port, {@code [::1]:7000} with one. A server may also
 * be at a Unix socket, {@code unix:/run/cache.sock} or its path from the root alone.
 */
final class HostPort {
  private static final int PORT_MAX = 65535;

  private static final int PATH_BYTES_MAX = 107;

  private HostPort() {}

  /** Of a server, which may be at a Unix socket; missing parts of another address are as given. */
  static SocketAddress server(String option, String text, String host, int port) {
    boolean isMarked = text.startsWith(PeerAddress.UNIX);
    if (!isMarked && !text.startsWith("/")) {
      return parse(option, text, host, port);
    }
    String path = isMarked ? text.substring(PeerAddress.UNIX.length()) : text;
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > PATH_BYTES_MAX) {
      throw new Misuse(
          option + ": a Unix socket has a path of 1 to " + PATH_BYTES_MAX + " bytes: " + text);
    }
    return UnixDomainSocketAddress.of(path);
  }

  /** Missing parts are as given. */
  static InetSocketAddress parse(String option, String text, String host, int port) {
    int colon = portColon(text);
    boolean onlyPort = colon < 0 && text.matches("\\d+");
    String hostText = onlyPort ? "" : colon < 0 ? text : text.substring(0, colon);
    String portText = onlyPort ? text : colon < 0 ? "" : text.substring(colon + 1);
    String hostName = hostText.isEmpty() ? host : hostText.replaceAll("^\\[|\\]$", "");
    int number = portText.isEmpty() ? port : port(option, portText);
    InetSocketAddress address = new InetSocketAddress(hostName, number);
    if (address.isUnresolved()) {
      throw new Misuse(option + ": there is no host " + hostName);
    }
    return address;
  }

  /** Where the port begins, or -1: without brackets all colons of an IPv6 address are its own. */
  private static int portColon(String text) {
    int colon = text.lastIndexOf(':');
    boolean isBare = text.indexOf(':') != colon && !text.startsWith("[");
    return isBare || text.indexOf(']') > colon ? -1 : colon;
  }

  private static int port(String option, String text) {
    int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > PORT_MAX) {
      throw new Misuse(option + ": '" + text + "' is no port; write HOST:PORT");
    }
    return number;
  }
}
