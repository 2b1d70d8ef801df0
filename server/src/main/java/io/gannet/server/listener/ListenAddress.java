package io.gannet.server.listener;

import java.net.InetAddress;

/** Where clients are to find the server, as a user asked for it. */
public sealed interface ListenAddress {
  /**
   * Takes it; nobody can connect yet.
   *
   * @param backlog connections that may wait to be accepted
   */
  ListenSocket bind(int backlog);

  /**
   * A port.
   *
   * @param host as it was written
   * @param address what that is
   * @param port 0 for a free one
   */
  record Tcp(String host, InetAddress address, int port) implements ListenAddress {
    @Override
    public TcpListenSocket bind(int backlog) {
      return TcpListenSocket.bind(this, backlog);
    }

    /** True if both mean the same port of the same address, however that is written. */
    boolean isSame(Tcp other) {
      return address.equals(other.address) && port == other.port;
    }
  }

  /**
   * A socket in the file system.
   *
   * @param path as it was written
   * @param mode its permissions: who may write may connect
   */
  record Unix(String path, int mode) implements ListenAddress {
    @Override
    public UnixListenSocket bind(int backlog) {
      return UnixListenSocket.bind(this, backlog);
    }
  }
}
