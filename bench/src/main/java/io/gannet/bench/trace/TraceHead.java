package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
