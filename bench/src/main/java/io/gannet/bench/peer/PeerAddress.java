package io.gannet.bench.peer;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/** What there is to say of a server's address. */
public final class PeerAddress {
  /** What a Unix socket's path is written after. */
  public static final String UNIX = "unix:";

  private PeerAddress() {}

  /** {@code 127.0.0.1:11211}, {@code unix:/run/cache.sock}. */
  public static String text(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> inet.getHostString() + ":" + inet.getPort();
      case UnixDomainSocketAddress unix -> UNIX + unix.getPath();
      default -> throw new IllegalArgumentException("of no known family: " + address);
    };
  }

  /** Its host and port, if it has any. */
  public static Optional<InetSocketAddress> inet(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? Optional.of(inet) : Optional.empty();
  }

  /** True if it is this host. */
  public static boolean isHere(SocketAddress address) {
    return inet(address).map(inet -> inet.getAddress().isLoopbackAddress()).orElse(true);
  }
}
