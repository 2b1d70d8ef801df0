package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Packets of memcached's binary protocol. */
final class Packet {
  /** Bytes of every packet's head. */
  static final int HEAD_BYTES = 24;

  private static final int REQUEST = 0x80;
  private static final int STORE_EXTRAS_BYTES = 8;

  private Packet() {}

  /** A request of a key alone, or of nothing. */
  static byte[] keyed(int opcode, int opaque, String key) {
    return packet(opcode, opaque, key, new byte[0], "");
  }

  /** A request that stores a value without flags, for ever. */
  static byte[] store(int opcode, int opaque, String key, String value) {
    return packet(opcode, opaque, key, new byte[STORE_EXTRAS_BYTES], value);
  }

  private static byte[] packet(
      int opcode, int opaque, String key, byte[] extras, String value) {
    int bodyBytes = extras.length + key.length() + value.length();
    return ByteBuffer.allocate(HEAD_BYTES + bodyBytes)
        .put((byte) REQUEST)
        .put((byte) opcode)
        .putShort((short) key.length())
        .put((byte) extras.length)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(bodyBytes)
        .putInt(opaque)
        .putLong(0)
        .put(extras)
        .put(key.getBytes(ISO_8859_1))
        .put(value.getBytes(ISO_8859_1))
        .array();
  }

  /** Several that are sent in one go: none of them arrives behind what an earlier one ends. */
  static byte[] joined(byte[]... packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      all.writeBytes(packet);
    }
    return all.toByteArray();
  }

  /** What is next: opcode, status, opaque, and the body without its extras. */
  static String next(Client client) {
    ByteBuffer head = ByteBuffer.wrap(client.receiveBytes(HEAD_BYTES));
    if (head.remaining() < HEAD_BYTES) {
      return "closed";
    }
    byte[] body = client.receiveBytes(head.getInt(8));
    int extrasBytes = head.get(4);
    return "%02x %02x %d %s"
        .formatted(
            head.get(1), head.getShort(6), head.getInt(12),
            new String(body, extrasBytes, body.length - extrasBytes, ISO_8859_1));
  }
}
