package io.gannet.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** One question of one client, over TCP or a Unix socket, and the time that it may take in all. */
final class ProbeCall implements AutoCloseable {
  private static final int LINE_BYTES_MAX = 128;

  private final SocketChannel channel;
  private final Selector selector;
  private final long untilNs;

  private ProbeCall(SocketChannel channel, Selector selector, long untilNs) {
    this.channel = channel;
    this.selector = selector;
    this.untilNs = untilNs;
  }

  /** Begins to connect. */
  static ProbeCall begin(SocketAddress address, long answerMsMax) throws IOException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answerMsMax);
    SocketChannel channel =
        address instanceof InetSocketAddress
            ? SocketChannel.open()
            : SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      channel.connect(address);
      return new ProbeCall(channel, Selector.open(), untilNs);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Asks once there is a connection: the first line that comes, or what there is of it when the
   * connection ends.
   *
   * @throws SocketTimeoutException if the time is up
   */
  String ask(byte[] request) throws IOException {
    while (channel.isConnectionPending() && !channel.finishConnect()) {
      await(SelectionKey.OP_CONNECT);
    }
    send(request);
    ByteBuffer line = ByteBuffer.allocate(LINE_BYTES_MAX);
    while (!isWhole(line)) {
      await(SelectionKey.OP_READ);
      if (channel.read(line) < 0) {
        break;
      }
    }
    return new String(line.array(), 0, line.position(), ISO_8859_1);
  }

  private void send(byte[] request) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(request);
    try {
      while (channel.write(out) >= 0 && out.hasRemaining()) {
        await(SelectionKey.OP_WRITE);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return; // it is closed already: what was said before that can still be read
    }
  }

  private static boolean isWhole(ByteBuffer line) {
    int length = line.position();
    return !line.hasRemaining() || length > 0 && line.get(length - 1) == '\n';
  }

  private void await(int what) throws IOException {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
    if (leftMs <= 0) {
      throw new SocketTimeoutException();
    }
    channel.register(selector, what);
    selector.selectedKeys().clear();
    selector.select(leftMs);
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
