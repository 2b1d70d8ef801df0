package io.gannet.server.listener;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;

/**
 * Where to listen.
 *
 * @param host an IPv4 address or a name that has one
 * @param port 0 for a free one
 * @param backlog connections that may wait to be accepted
 */
public record ListenerOptions(String host, int port, int backlog) {
  /** The address; {@code -l} as in memcached. */
  public static final Option HOST =
      Option.text("host", "HOST", "127.0.0.1", "Address to listen on.").shortName("l");

  /** The queue of connections not yet accepted. */
  public static final Option BACKLOG =
      Option.number("backlog", "1024", 1, 65535, "Connections that may wait to be accepted.");

  private static final int PORT_MAX = 65535;

  /** The row of a product's port; {@code -p} as in memcached. */
  public static Option port(int defaultPort) {
    String help = "Port to listen on; 0 picks a free one.";
    return Option.number("port", Integer.toString(defaultPort), 0, PORT_MAX, help).shortName("p");
  }

  /** Reads this room's options. */
  public static ListenerOptions from(Settings settings, Option port) {
    return new ListenerOptions(
        settings.text(HOST), (int) settings.number(port), (int) settings.number(BACKLOG));
  }
}
