package io.gannet.bench.beside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.peer.PeerSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A connection on which one request at a time is made. */
final class Line implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;
  private static final int LOOK_UP_MS = 50;
  private static final int REPLY_BYTES_MAX = 4096;

  /** The bytes of a reply so far. */
  final byte[] reply = new byte[REPLY_BYTES_MAX];

  private final PeerSocket socket;
  private int length;

  Line(SocketAddress server) throws IOException {
    socket = PeerSocket.connect(server, CONNECT_MS).patience(LOOK_UP_MS);
  }

  void ask(byte[] request) throws IOException {
    length = 0;
    socket.write(request, 0, request.length);
  }

  /** Waits a moment for more of the reply: true if some came. */
  boolean more() throws IOException {
    if (length == reply.length) {
      throw new IOException("a reply without an end");
    }
    try {
      int count = socket.read(reply, length, reply.length - length);
      if (count < 0) {
        throw new IOException("closed by the server");
      }
      length += count;
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  int length() {
    return length;
  }

  boolean begins(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return length >= bytes.length && Arrays.equals(bytes, Arrays.copyOf(reply, bytes.length));
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
