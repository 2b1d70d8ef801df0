package io.gannet.server.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is asked, as a banner writes it.
 *
 * @param host a name or an address, an IPv6 address in brackets
 */
record HostPort(String host, int port) {
  private static final Pattern WRITTEN =
      Pattern.compile("(?:([a-z]+)://)?(\\[[^]]+]|[^]\\[:/]+):([0-9]{1,5})/?");

  private static final int PORT_MAX = 65_535;

  /** {@code HOST:PORT}, or that behind {@code SCHEME://}; nothing if it is no such thing. */
  static Optional<HostPort> parse(String text, String scheme) {
    Matcher parts = WRITTEN.matcher(text);
    boolean good =
        parts.matches() && (parts.group(1) == null || parts.group(1).equals(scheme))
            && Integer.parseInt(parts.group(3)) <= PORT_MAX;
    return good
        ? Optional.of(new HostPort(parts.group(2), Integer.parseInt(parts.group(3))))
        : Optional.empty();
  }
}
