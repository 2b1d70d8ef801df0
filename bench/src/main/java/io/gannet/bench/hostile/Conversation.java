package io.gannet.bench.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.peer.PeerSocket;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;

/** A connection that stores what a case needs, and waits for each answer. */
final class Conversation implements AutoCloseable {
  private static final int PATIENCE_MS = 5_000;

  private final PeerSocket socket;
  private final InputStream in;
  private final OutputStream out;

  Conversation(SocketAddress server) throws IOException {
    socket = PeerSocket.connect(server, PATIENCE_MS);
    in = new BufferedInputStream(socket.in());
    out = new BufferedOutputStream(socket.out(), 1 << 16);
  }

  /** Says it; an answer is not expected. */
  void say(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Says it, and reads a line. */
  String ask(byte[] bytes) throws IOException {
    say(bytes);
    out.flush();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new IOException("closed by the server");
      }
      line.write(one);
    }
    return line.toString(US_ASCII).strip();
  }

  /** Stores a value of so many bytes. */
  void store(String key, int valueBytes) throws IOException {
    String answer = ask(Bytes.set(key, valueBytes, ""));
    if (answer.endsWith("too large for cache")) {
      throw new Unavailable("it takes no values of " + valueBytes + " bytes");
    }
    if (!answer.equals("STORED")) {
      throw new IOException("a value of " + valueBytes + " bytes is not stored: " + answer);
    }
  }

  /** Stores many, {@code prefix0} and so on. */
  void storeMany(String prefix, int count, int valueBytes) throws IOException {
    for (int i = 0; i < count; i++) {
      say(Bytes.set(prefix + i, valueBytes, " noreply"));
    }
    ask("version\r\n".getBytes(US_ASCII));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
