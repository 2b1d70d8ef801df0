package io.gannet.engine.protocol.memcache.binary;

import static io.gannet.engine.protocol.memcache.binary.Packet.HEAD_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes replies. Each method returns the offset behind what it wrote, and may write over up to
 * {@link #REPLY_BYTES_MAX} bytes from where it began.
 */
public final class BinaryComposer {
  /** Room that any reply without a key and a value needs. */
  public static final int REPLY_BYTES_MAX;

  /** Bytes of the flags before a value. */
  public static final int FLAGS_BYTES = Integer.BYTES;

  /** Bytes of a figure's packet before its name. */
  public static final int STAT_HEAD_BYTES = HEAD_BYTES;

  /** Room that all of a reply before its value needs: the longest key included. */
  public static final int VALUE_HEAD_BYTES_MAX =
      HEAD_BYTES + FLAGS_BYTES + BinaryParser.KEY_BYTES_MAX;

  static {
    int longest = Long.BYTES;
    for (Status status : Status.values()) {
      longest = Math.max(longest, status.room());
    }
    REPLY_BYTES_MAX = HEAD_BYTES + longest;
  }

  private BinaryComposer() {}

  /** Writes the head of a reply whose body has parts of such lengths. */
  private static long putHead(
      MemorySegment to, long offset, int code, int opaque, Status status, long cas,
      int extrasLength, int keyLength, int bodyLength) {
    long first =
        (long) Packet.RESPONSE_MAGIC << 56
            | (long) code << 48
            | (long) keyLength << 32
            | (long) extrasLength << 24
            | status.code();
    to.set(Packet.LONG, offset, first);
    to.set(Packet.LONG, offset + 8, (long) bodyLength << 32 | opaque & 0xffff_ffffL);
    to.set(Packet.LONG, offset + 16, cas);
    return offset + HEAD_BYTES;
  }

  /** Writes a reply of a status and its words. */
  public static long putStatus(
      MemorySegment to, long offset, int code, int opaque, Status status, long cas) {
    long at = putHead(to, offset, code, opaque, status, cas, 0, 0, status.bytes());
    return status.putText(to, at);
  }

  /** Writes a number that was counted. */
  public static long putNumber(
      MemorySegment to, long offset, int code, int opaque, long number, long cas) {
    long at = putHead(to, offset, code, opaque, Status.SUCCESS, cas, 0, 0, Long.BYTES);
    to.set(Packet.LONG, at, number);
    return at + Long.BYTES;
  }

  /** Writes a reply whose body is text. */
  public static long putText(MemorySegment to, long offset, int code, int opaque, byte[] text) {
    long at = putHead(to, offset, code, opaque, Status.SUCCESS, 0, 0, 0, text.length);
    MemorySegment.copy(text, 0, to, ValueLayout.JAVA_BYTE, at, text.length);
    return at + text.length;
  }

  /** Writes that there is no item of a key, which is told in place of words. */
  public static long putKeyMiss(
      MemorySegment to, long offset, int code, int opaque,
      MemorySegment from, long keyOffset, int keyLength) {
    long at = putHead(to, offset, code, opaque, Status.NOT_FOUND, 0, 0, keyLength, keyLength);
    MemorySegment.copy(from, keyOffset, to, at, keyLength);
    return at + keyLength;
  }

  /**
   * Writes all of a reply before its value: head, flags, and the key if it is told.
   *
   * @param keyLength 0 if it is not told
   */
  public static long putValueHead(
      MemorySegment to, long offset, int code, int opaque, long cas, int clientFlags,
      MemorySegment from, long keyOffset, int keyLength, int valueLength) {
    int bodyLength = FLAGS_BYTES + keyLength + valueLength;
    long at =
        putHead(
            to, offset, code, opaque, Status.SUCCESS, cas, FLAGS_BYTES, keyLength, bodyLength);
    to.set(Packet.INT, at, clientFlags);
    at += FLAGS_BYTES;
    if (keyLength > 0) {
      MemorySegment.copy(from, keyOffset, to, at, keyLength);
    }
    return at + keyLength;
  }

  /** Writes the head of a figure, whose name and value follow; both are empty behind the last. */
  public static long putStatHead(
      MemorySegment to, long offset, int opaque, int nameLength, int valueLength) {
    return putHead(
        to, offset, Opcode.STAT.code(), opaque, Status.SUCCESS, 0, 0, nameLength,
        nameLength + valueLength);
  }
}
