package io.gannet.engine.protocol.memcache.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;

/** Packets for tests: written by hand from the protocol's description, read for people. */
public final class Packets {
  private static final int HEAD = 24;

  private Packets() {}

  /** A request of any form. */
  public static byte[] request(
      int opcode, int opaque, long cas, byte[] extras, String key, String value) {
    byte[] keyBytes = key.getBytes(ISO_8859_1);
    byte[] valueBytes = value.getBytes(ISO_8859_1);
    int body = extras.length + keyBytes.length + valueBytes.length;
    return ByteBuffer.allocate(HEAD + body)
        .put(head(opcode, keyBytes.length, extras.length, body, opaque, cas))
        .put(extras)
        .put(keyBytes)
        .put(valueBytes)
        .array();
  }

  /** A request without extras and token. */
  public static byte[] request(int opcode, int opaque, String key) {
    return request(opcode, opaque, 0, new byte[0], key, "");
  }

  /** A request that stores. */
  public static byte[] store(
      int opcode, int opaque, long cas, int flags, int exptime, String key, String value) {
    byte[] extras = ByteBuffer.allocate(8).putInt(flags).putInt(exptime).array();
    return request(opcode, opaque, cas, extras, key, value);
  }

  /** A request that counts. */
  public static byte[] count(
      int opcode, int opaque, long cas, long delta, long initial, int exptime, String key) {
    byte[] extras =
        ByteBuffer.allocate(20).putLong(delta).putLong(initial).putInt(exptime).array();
    return request(opcode, opaque, cas, extras, key, "");
  }

  /** A request with a deadline. */
  public static byte[] touch(int opcode, int opaque, int exptime, String key) {
    return request(opcode, opaque, 0, ByteBuffer.allocate(4).putInt(exptime).array(), key, "");
  }

  /** The head alone, whatever its lengths say. */
  public static byte[] head(
      int opcode, int keyLength, int extrasLength, int bodyLength, int opaque, long cas) {
    return ByteBuffer.allocate(HEAD)
        .put((byte) 0x80)
        .put((byte) opcode)
        .putShort((short) keyLength)
        .put((byte) extrasLength)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(bodyLength)
        .putInt(opaque)
        .putLong(cas)
        .array();
  }

  /** Several one after the other. */
  public static byte[] all(byte[]... packets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      bytes.writeBytes(packet);
    }
    return bytes.toByteArray();
  }

  /** Each whole reply in one line: opcode, status, opaque, cas, extras, key, value. */
  public static List<String> told(byte[] replies) {
    return told(replies, cas -> Long.toString(cas));
  }

  /** The same with a word for each token. */
  public static List<String> told(
      byte[] replies, LongFunction<String> tokens) {
    List<String> lines = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(replies);
    while (in.remaining() >= HEAD && in.remaining() - HEAD >= in.getInt(in.position() + 8)) {
      lines.add(told(in, tokens));
    }
    if (in.hasRemaining()) {
      byte[] rest = new byte[in.remaining()];
      in.get(rest);
      lines.add("rest " + HexFormat.of().formatHex(rest));
    }
    return lines;
  }

  private static String told(ByteBuffer in, LongFunction<String> tokens) {
    int magic = in.get() & 0xff;
    int opcode = in.get() & 0xff;
    int keyLength = in.getShort() & 0xffff;
    int extrasLength = in.get() & 0xff;
    int dataType = in.get() & 0xff;
    int status = in.getShort() & 0xffff;
    int bodyLength = in.getInt();
    int opaque = in.getInt();
    String cas = tokens.apply(in.getLong());
    byte[] body = new byte[bodyLength];
    in.get(body);
    String extras = HexFormat.of().formatHex(body, 0, Math.min(bodyLength, extrasLength));
    int value = Math.min(bodyLength, extrasLength + keyLength);
    String key = new String(body, extras.length() / 2, value - extras.length() / 2, ISO_8859_1);
    boolean number = (opcode == 5 || opcode == 6 || opcode == 0x15 || opcode == 0x16)
        && status == 0;
    String told = number
        ? Long.toUnsignedString(ByteBuffer.wrap(body).getLong())
        : new String(body, value, bodyLength - value, ISO_8859_1);
    return "%02x %02x type=%d status=%02x opaque=%x cas=%s extras=%s key=%s value=%s"
        .formatted(magic, opcode, dataType, status, opaque, cas, extras, key, told);
  }
}
