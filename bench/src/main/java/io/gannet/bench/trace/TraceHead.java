package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a format is guessed by.
 *
 * @param fileName without its folder
 * @param bytes the file's first ones, unpacked
 */
public record TraceHead(String fileName, byte[] bytes) {
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Whether it seems to be text: no control characters but line ends and tabs. */
  boolean isText() {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return bytes.length > 0;
  }

  /** The first line, without its end. */
  String firstLine() {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    return new String(bytes, 0, end, ISO_8859_1);
  }

  /** The bytes of the first line with its end; of all there is, if that has none. */
  int firstLineBytes() {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, bytes.length);
  }

  /** Whether there is a first line, and nothing in it. */
  boolean isBlankLine() {
    return bytes.length > 0 && firstLine().isEmpty();
  }

  /** The first byte, or -1. */
  int firstByte() {
    return bytes.length == 0 ? -1 : bytes[0];
  }

  /** Whether it begins with these. */
  boolean begins(byte[] first) {
    return bytes.length >= first.length
        && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
  }

  /** What is behind so many bytes. */
  TraceHead from(int offset) {
    return new TraceHead(fileName, Arrays.copyOfRange(bytes, offset, bytes.length));
  }

  /** How many whole records of a width there are. */
  int records(int recordBytes) {
    return bytes.length / recordBytes;
  }

  /** Four bytes as an unsigned number. */
  long u32(int offset) {
    return (int) U32.get(bytes, offset) & 0xffff_ffffL;
  }

  /** Whether the first four bytes of each record never become less, as a time would not. */
  boolean ascends(int recordBytes) {
    for (int i = 1; i < records(recordBytes); i++) {
      if (u32(i * recordBytes) < u32((i - 1) * recordBytes)) {
        return false;
      }
    }
    return records(recordBytes) > 0;
  }
}
