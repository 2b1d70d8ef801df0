package io.gannet.engine.protocol.memcache.binary;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How numbers lie in a packet, and where those of its head do. */
final class Packet {
  /** The first byte of each request. */
  static final int REQUEST_MAGIC = 0x80;

  /** The first byte of each reply. */
  static final int RESPONSE_MAGIC = 0x81;

  /** Bytes of every packet's head. */
  static final int HEAD_BYTES = 24;

  static final int OPCODE = 1;
  static final int KEY_LENGTH = 2;
  static final int EXTRAS_LENGTH = 4;
  static final int BODY_LENGTH = 8;
  static final int OPAQUE = 12;
  static final int CAS = 16;

  /** Two bytes at any offset, the first in the highest bits. */
  static final ValueLayout.OfShort SHORT = Ascii.SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** Four bytes, likewise. */
  static final ValueLayout.OfInt INT = Ascii.INT.withOrder(ByteOrder.BIG_ENDIAN);

  /** Eight bytes, likewise. */
  static final ValueLayout.OfLong LONG = Ascii.LONG.withOrder(ByteOrder.BIG_ENDIAN);

  static {
    assert CAS + Long.BYTES == HEAD_BYTES && BODY_LENGTH + Long.BYTES == CAS;
  }

  private Packet() {}
}
