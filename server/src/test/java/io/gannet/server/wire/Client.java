package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;

/** One end of a scripted conversation: bytes out, and exactly the bytes that are due back. */
final class Client implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;
  private static final int STILL_MS = 500;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket socket;

  private Client(Socket socket) {
    this.socket = socket;
  }

  static Client connect(int port) {
    return connect(port, 0);
  }

  /** With a receive buffer of so many bytes, for one that is slow to read; 0 for the default. */
  static Client connect(int port, int receiveBufferBytes) {
    try {
      Socket socket = new Socket();
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      return new Client(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Over a Unix socket. */
  static Client connect(Path path) {
    try {
      Socket socket = new UnixClientSocket(path);
      socket.setSoTimeout(PATIENCE_MS);
      return new Client(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int localPort() {
    return socket.getLocalPort();
  }

  Client send(String text) {
    return send(text.getBytes(ISO_8859_1));
  }

  Client send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends as much as is taken of one who does not read: a Unix socket keeps less than TCP does. */
  Client sendWhatIsTaken(String text) {
    try {
      socket.setSoTimeout(STILL_MS);
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (SocketTimeoutException e) {
      // The other end waits until its replies are read.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return patient();
  }

  private Client patient() {
    try {
      socket.setSoTimeout(PATIENCE_MS);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends, one byte a segment as far as the kernel lets it. */
  Client trickle(String text) {
    for (byte one : text.getBytes(ISO_8859_1)) {
      send(new byte[] {one});
    }
    return this;
  }

  Client expect(String text) {
    assertEquals(text, receive(text.length()));
    return this;
  }

  /** The next {@code count} bytes; fewer if the other end closed before. */
  String receive(int count) {
    return new String(receiveBytes(count), ISO_8859_1);
  }

  /** What comes up to the next line end, which is taken too. */
  String receiveLine() {
    StringBuilder line = new StringBuilder();
    for (String next = receive(1); !next.equals("\n"); next = receive(1)) {
      assertEquals(1, next.length(), () -> "closed after '" + line + "'");
      line.append(next);
    }
    return line.toString().stripTrailing();
  }

  /** Reads what is there, if anything is. */
  Client receiveSome() {
    try {
      socket.getInputStream().readNBytes(socket.getInputStream().available());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads so many times what is there, waiting for it, or until the end or a reset. */
  void receiveTimes(int times) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      int received = 0;
      for (int i = 0; i < times && received >= 0; i++) {
        received = read(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] receiveBytes(int count) {
    try {
      return socket.getInputStream().readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything until the other end closes or resets the connection. */
  String receiveToEnd() {
    StringBuilder text = new StringBuilder();
    try {
      byte[] buffer = new byte[4096];
      for (int n = read(buffer); n > 0; n = read(buffer)) {
        text.append(new String(buffer, 0, n, ISO_8859_1));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads all there is; true if that ends in a reset, false if in an orderly end. */
  boolean isResetAtTheEnd() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (java.net.SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int read(byte[] buffer) throws IOException {
    try {
      return socket.getInputStream().read(buffer);
    } catch (java.net.SocketException e) {
      return -1;
    }
  }

  /** Sends no more, as {@code nc} at the end of its input. */
  Client endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes at once and loses what is under way: the peer sees a reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
