package io.gannet.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.server.config.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Has a running server list what it stores, line by line. */
final class KeysClient implements AutoCloseable {
  private static final String REQUEST = "lru_crawler metadump all\r\n";

  private final SocketChannel channel;
  private final BufferedReader lines;
  private long told;

  private KeysClient(SocketChannel channel) {
    this.channel = channel;
    this.lines =
        new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), ISO_8859_1));
  }

  /**
   * Asks.
   *
   * @param server its address, or the path of its socket
   * @throws IOException in the user's words
   */
  static KeysClient connect(String server) throws IOException {
    SocketAddress address = address(server);
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.connect(address);
      channel.write(ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1)));
      return new KeysClient(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException(
          "no server answers at " + server + " (" + e
              + "); --server HOST:PORT, or a path, asks elsewhere",
          e);
    }
  }

  private static SocketAddress address(String server) {
    Optional<HostPort> parts = HostPort.parse(server, "tcp");
    if (parts.isPresent()) {
      return new InetSocketAddress(parts.get().host(), parts.get().port());
    }
    if (server.indexOf('/') >= 0) {
      return UnixDomainSocketAddress.of(server);
    }
    throw new ConfigurationException(
        "--server " + server + ": give HOST:PORT, an IPv6 address in brackets, or a path");
  }

  /** The next item's line, without what ends it; null if all were told. */
  String next() throws IOException {
    String line = lines.readLine();
    if (told == 0 && "OK".equals(line)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the server has hung up after " + told + " items");
    }
    if (line.equals("END")) {
      return null;
    }
    if (!line.startsWith("key=")) {
      throw new IOException("the server lists nothing: " + line);
    }
    told++;
    return line.strip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
