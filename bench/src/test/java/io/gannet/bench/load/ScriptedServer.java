package io.gannet.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A ping server that misbehaves as a test wants it to: it stalls, or ends connections. One thread,
 * plain Java.
 */
final class ScriptedServer implements AutoCloseable {
  /** What to do before {@code requests} of a connection are answered. */
  interface Script {
    /** False ends the connection instead. */
    boolean answers(SocketChannel connection, int requests) throws InterruptedException;
  }

  private static final int REQUEST_BYTES = 6;
  private static final byte[] PONG = "PONG\r\n".getBytes(ISO_8859_1);

  private final Script script;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Thread thread;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
  private final ByteBuffer out = ByteBuffer.allocate(1 << 16);

  private ScriptedServer(Script script) throws IOException {
    this.script = script;
    this.selector = Selector.open();
    this.listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  static ScriptedServer start(Script script) {
    try {
      return new ScriptedServer(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From the first request on: answers for {@code serveMs}, then stands still for {@code stallMs},
   * and so on.
   */
  static ScriptedServer stalling(long serveMs, long stallMs) {
    long[] nextNs = {0};
    return start(
        (connection, requests) -> {
          if (nextNs[0] == 0) {
            nextNs[0] = System.nanoTime() + serveMs * 1_000_000;
          } else if (System.nanoTime() >= nextNs[0]) {
            TimeUnit.MILLISECONDS.sleep(stallMs);
            nextNs[0] = System.nanoTime() + serveMs * 1_000_000;
          }
          return true;
        });
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort());
  }

  private void run() {
    try {
      while (listener.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      // closed
    }
  }

  private void serve(SelectionKey key) throws IOException, InterruptedException {
    if (key.isAcceptable()) {
      SocketChannel connection = listener.accept();
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.configureBlocking(false);
      connection.register(selector, SelectionKey.OP_READ, new int[1]);
    } else {
      answer((SocketChannel) key.channel(), (int[]) key.attachment());
    }
  }

  /** {@code rest}: bytes of a request that was cut. */
  private void answer(SocketChannel connection, int[] rest) throws IOException, InterruptedException {
    in.clear();
    if (connection.read(in) < 0) {
      connection.close();
      return;
    }
    int bytes = rest[0] + in.position();
    rest[0] = bytes % REQUEST_BYTES;
    if (!script.answers(connection, bytes / REQUEST_BYTES)) {
      connection.close();
      return;
    }
    out.clear();
    for (int i = 0; i < bytes / REQUEST_BYTES; i++) {
      out.put(PONG);
    }
    out.flip();
    while (out.hasRemaining()) {
      connection.write(out);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
      thread.join(1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
