package io.gannet.bench.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** What is said, outside of the heap, where sockets take it from without a copy. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(String text) {
    return of(text.getBytes(US_ASCII));
  }

  static ByteBuffer of(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** The same again and again, up to about so many bytes. */
  static ByteBuffer repeated(String text, int bytes) {
    return of(text.repeat(Math.max(1, bytes / text.length())));
  }

  /** A storage command with a value of so many bytes. */
  static byte[] set(String key, int valueBytes, String options) {
    return ("set " + key + " 0 0 " + valueBytes + options + "\r\n" + "v".repeat(valueBytes)
        + "\r\n").getBytes(US_ASCII);
  }
}
