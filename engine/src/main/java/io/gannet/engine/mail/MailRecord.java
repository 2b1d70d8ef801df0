package io.gannet.engine.mail;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * The word that a message begins with, and how much of a ring it takes.
 *
 * <pre>
 *  63           32 31            0
 * +---------------+---------------+---------------------------+- - - -+
 * |     kind      |    length     |          payload          | slack |
 * +---------------+---------------+---------------------------+- - - -+
 *  8 bytes, 8-byte aligned         length bytes                to 8
 * </pre>
 */
final class MailRecord {
  /** Bytes before the payload. */
  static final int HEADER_BYTES = Long.BYTES;

  /** Records begin, and so end, at multiples of this: before the wrap a header always fits. */
  static final int ALIGNMENT = Long.BYTES;

  /** The rest of a ring's memory, which was too short for the message that follows. */
  static final int PADDING = -1;

  /** The least kind that a message may have. */
  static final int KIND_MIN = 1;

  private MailRecord() {}

  static long pack(int kind, int length) {
    return (long) kind << Integer.SIZE | length & 0xFFFF_FFFFL;
  }

  static int kind(long header) {
    return (int) (header >> Integer.SIZE);
  }

  static int length(long header) {
    return (int) header;
  }

  /** The header of the payload that begins at an offset. */
  static long before(MemorySegment memory, long payloadOffset) {
    return Bits.getLong(memory, payloadOffset - HEADER_BYTES);
  }

  /** Bytes of a ring that a payload takes, with its header and slack. */
  static long bytes(long length) {
    return Bits.alignUp(HEADER_BYTES + length, ALIGNMENT);
  }
}
