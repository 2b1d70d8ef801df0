package io.gannet.engine.protocol.memcache.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a request ended: its number, and the words that memcached puts into the body beside it. */
public enum Status {
  SUCCESS(0x00, ""),
  NOT_FOUND(0x01, "Not found"),
  EXISTS(0x02, "Data exists for key."),
  TOO_LARGE(0x03, "Too large."),
  INVALID(0x04, "Invalid arguments"),
  NOT_STORED(0x05, "Not stored."),
  NOT_A_NUMBER(0x06, "Non-numeric server-side value for incr or decr"),
  /** What a stranger is answered, and who asks for what nobody may. */
  UNAUTHENTICATED(0x20, "Auth failure."),
  /** The mechanism is known, and what it needs comes next. */
  GO_ON(0x21, ""),
  UNKNOWN_COMMAND(0x81, "Unknown command"),
  NO_MEMORY(0x82, "Out of memory"),
  NO_MEMORY_STORING(0x82, "Out of memory allocating item"),
  NO_MEMORY_COUNTING(0x82, "Out of memory incrementing value");

  private final int code;
  private final long[] words;
  private final int bytes;

  Status(int code, String text) {
    this.code = code;
    bytes = text.length();
    words = new long[(bytes + Long.BYTES - 1) / Long.BYTES];
    byte[] padded = new byte[words.length * Long.BYTES];
    System.arraycopy(text.getBytes(US_ASCII), 0, padded, 0, bytes);
    ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
  }

  int code() {
    return code;
  }

  /** Bytes of the words. */
  int bytes() {
    return bytes;
  }

  /** Bytes that writing the words may write over. */
  int room() {
    return words.length * Long.BYTES;
  }

  /** Writes the words, and up to seven bytes behind them; returns the offset behind them. */
  long putText(MemorySegment memory, long offset) {
    for (int i = 0; i < words.length; i++) {
      memory.set(Ascii.LONG, offset + (long) i * Long.BYTES, words[i]);
    }
    return offset + bytes;
  }

  /** True if it says that the client was wrong. */
  public boolean isClientError() {
    return this == INVALID
        || this == NOT_A_NUMBER
        || this == UNKNOWN_COMMAND
        || this == UNAUTHENTICATED;
  }

  /** True if it says that the server could not. */
  public boolean isServerError() {
    return this == TOO_LARGE || ordinal() >= NO_MEMORY.ordinal();
  }
}
