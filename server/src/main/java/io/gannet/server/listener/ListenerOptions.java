package io.gannet.server.listener;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to listen. A socket in the file system stands alone, as memcached's {@code -s} does: who
 * writes it means to have no port open. A {@code --host} beside it asks for one.
 *
 * @param addresses one or more, ports first
 * @param backlog connections that may wait to be accepted, at each
 * @param dealtByKernel whether each worker has a queue of its own at each port
 */
public record ListenerOptions(
    List<ListenAddress> addresses, int backlog, boolean dealtByKernel) {
  private static final String AUTO = "auto";
  private static final String LOOPBACK = "127.0.0.1";

  /** The addresses; {@code -l} as in memcached. */
  public static final Option HOST =
      Option.list(
              "host",
              "HOST,...",
              AUTO,
              "Addresses to listen on, each HOST or HOST:PORT; auto is 127.0.0.1, or no port at all"
                  + " beside --unix-socket.")
          .shortName("l");

  /** A socket in the file system; {@code -s} as in memcached. */
  public static final Option UNIX_SOCKET =
      Option.text(
              "unix-socket",
              "PATH",
              "",
              "Socket in the file system to listen on, instead of a port; beside one if --host is"
                  + " given, too.")
          .shortName("s");

  /** Who may connect to that; {@code -a} as in memcached. */
  public static final Option UNIX_MASK =
      Option.text("unix-mask", "OCTAL", "700", "Permissions of the --unix-socket, in octal.")
          .shortName("a");

  /** The queue of connections not yet accepted. */
  public static final Option BACKLOG =
      Option.number("backlog", "1024", 1, 65535, "Connections that may wait to be accepted.")
          .shortName("b");

  private static final String FEWEST = "fewest";

  /** Whose a connection is. */
  public static final Option PLACEMENT =
      Option.choice(
          "placement",
          FEWEST,
          List.of(FEWEST, "reuseport"),
          "Whose a connection is: the worker's with the fewest, or whose queue of the port the"
              + " kernel deals it to, with --cpus that of the CPU where it came in.");

  private static final int PORT_MAX = 65535;
  private static final int OCTAL = 8;

  /** Neither changes any more. */
  public ListenerOptions {
    addresses = List.copyOf(addresses);
  }

  /** The rows, in the order in which help shows them. */
  public static List<Option> all(Option port) {
    return List.of(port, HOST, UNIX_SOCKET, UNIX_MASK, BACKLOG, PLACEMENT);
  }

  /** The row of a product's port; {@code -p} as in memcached. */
  public static Option port(int defaultPort) {
    String help = "Port to listen on; 0 picks a free one.";
    return Option.number("port", Integer.toString(defaultPort), 0, PORT_MAX, help).shortName("p");
  }

  /**
   * Reads this room's options.
   *
   * @throws IllegalArgumentException if one of them says nothing that could be listened on
   */
  public static ListenerOptions from(Settings settings, Option port) {
    String path = settings.text(UNIX_SOCKET);
    List<ListenAddress> addresses = new ArrayList<>();
    String hosts = settings.text(HOST);
    if (!hosts.equals(AUTO) || path.isEmpty()) {
      String listed = hosts.equals(AUTO) ? LOOPBACK : hosts;
      addresses.addAll(HostList.parse(listed, (int) settings.number(port)));
    }
    if (!path.isEmpty()) {
      addresses.add(new ListenAddress.Unix(path, mode(settings.text(UNIX_MASK))));
    }
    boolean dealt = !settings.text(PLACEMENT).equals(FEWEST);
    return new ListenerOptions(addresses, (int) settings.number(BACKLOG), dealt);
  }

  /** True if a port was asked for that nobody listens on: a socket stands alone. */
  public static boolean leavesPort(Settings settings, Option port) {
    boolean alone = settings.text(HOST).equals(AUTO) && !settings.text(UNIX_SOCKET).isEmpty();
    return alone && settings.isSet(port);
  }

  private static int mode(String text) {
    if (!text.matches("0?[0-7]{1,3}")) {
      throw new IllegalArgumentException(
          "--unix-mask: '" + text + "' is no permissions; write them in octal, as 700 or 0770");
    }
    return Integer.parseInt(text, OCTAL);
  }
}
