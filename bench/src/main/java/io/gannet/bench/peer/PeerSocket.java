package io.gannet.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A plain connection to a server, of either kind, on which nothing is waited for longer than is
 * said: Java's own sockets with timeouts are TCP's only. One thread at a time.
 */
public final class PeerSocket implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private int patienceMs;

  private PeerSocket(SocketChannel channel, Selector selector, int patienceMs) {
    this.channel = channel;
    this.selector = selector;
    this.patienceMs = patienceMs;
  }

  /**
   * Connects, without Nagle's delays.
   *
   * @param patienceMs for the connection, and then for each read and write
   * @throws SocketTimeoutException if nobody has said yes or no by then
   */
  public static PeerSocket connect(SocketAddress server, int patienceMs) throws IOException {
    SocketChannel channel = open(server);
    try {
      channel.configureBlocking(false);
      channel.connect(server);
      PeerSocket socket = new PeerSocket(channel, Selector.open(), patienceMs);
      while (channel.isConnectionPending() && !channel.finishConnect()) {
        socket.await(SelectionKey.OP_CONNECT);
      }
      return socket;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A channel of the address's family, not connected; of TCP without Nagle's delays. */
  public static SocketChannel open(SocketAddress server) throws IOException {
    if (server instanceof InetSocketAddress) {
      return SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /** How long it waits from now on. */
  public PeerSocket patience(int ms) {
    patienceMs = ms;
    return this;
  }

  private void await(int what) throws IOException {
    channel.register(selector, what);
    selector.selectedKeys().clear();
    if (selector.select(patienceMs) == 0) {
      throw new SocketTimeoutException("nothing for " + patienceMs + " ms");
    }
  }

  /**
   * Reads what there is, and waits for something if there is nothing.
   *
   * @return how many bytes, or -1 at the end
   * @throws SocketTimeoutException if nothing came in time
   */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    int count = channel.read(in);
    while (count == 0 && length > 0) {
      await(SelectionKey.OP_READ);
      count = channel.read(in);
    }
    return count;
  }

  /** Writes all. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes, offset, length);
    while (channel.write(out) >= 0 && out.hasRemaining()) {
      await(SelectionKey.OP_WRITE);
    }
  }

  /** The same as a stream, which does not close it. */
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return PeerSocket.this.read(bytes, offset, length);
      }
    };
  }

  /** The same as a stream, which does not close it. */
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        PeerSocket.this.write(bytes, offset, length);
      }
    };
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
