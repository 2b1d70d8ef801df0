package io.gannet.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.bench.peer.PeerSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;

/** A connection: requests are gathered and sent at once, replies are read by lines and lengths. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LINE_BYTES_MAX = 2_048;

  private final PeerSocket socket;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] in = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  Wire(SocketAddress server) throws IOException {
    socket = PeerSocket.connect(server, PATIENCE_MS);
  }

  Wire say(String text) {
    return say(text.getBytes(ISO_8859_1));
  }

  Wire say(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Sends what was said. */
  void send() throws IOException {
    byte[] all = out.toByteArray();
    out.reset();
    socket.write(all, 0, all.length);
  }

  /** Sends so much of what was said, and forgets the rest. */
  void sendPart(int bytes) throws IOException {
    byte[] all = out.toByteArray();
    out.reset();
    socket.write(all, 0, Math.min(bytes, all.length));
  }

  /** How much was said and is not sent. */
  int said() {
    return out.size();
  }

  /** The next line without its end. */
  String line() throws IOException, Fault {
    StringBuilder line = new StringBuilder();
    for (byte next = next(); next != '\n'; next = next()) {
      line.append((char) (next & 0xff));
      if (line.length() > LINE_BYTES_MAX) {
        throw new Fault("a line without an end");
      }
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  /** The next so many bytes. */
  byte[] take(int count) throws IOException, Fault {
    byte[] taken = new byte[count];
    for (int at = 0; at < count; ) {
      fill();
      int some = Math.min(count - at, to - from);
      System.arraycopy(in, from, taken, at, some);
      from += some;
      at += some;
    }
    return taken;
  }

  private byte next() throws IOException, Fault {
    fill();
    return in[from++];
  }

  private void fill() throws IOException, Fault {
    if (from < to) {
      return;
    }
    from = 0;
    try {
      to = socket.read(in, 0, in.length);
    } catch (SocketTimeoutException e) {
      throw new Fault("no answer for " + PATIENCE_MS + " ms");
    }
    if (to < 0) {
      to = 0;
      throw new Fault("closed by the server");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
