package io.gannet.bench.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Counts what a server answers on one connection, however the bytes are cut. */
final class Replies {
  private static final int LINE_BYTES_KEPT = 320;
  private static final int CRLF_BYTES = 2;

  long ends;
  long stored;
  long values;
  long refused;
  long errors;
  long bytes;

  private byte[] line = new byte[32];
  private int lineBytes;
  private long skip;

  /** Reads all of {@code in}. */
  void read(ByteBuffer in) {
    bytes += in.remaining();
    while (in.hasRemaining()) {
      if (skip > 0) {
        int step = (int) Math.min(skip, in.remaining());
        in.position(in.position() + step);
        skip -= step;
      } else {
        take(in.get());
      }
    }
  }

  private void take(byte one) {
    if (one == '\n') {
      endOfLine();
      lineBytes = 0;
    } else if (lineBytes < LINE_BYTES_KEPT) {
      if (lineBytes == line.length) {
        line = Arrays.copyOf(line, LINE_BYTES_KEPT);
      }
      line[lineBytes++] = one;
    }
  }

  /** Complete answers: a get's END, a set's word, a refusal. */
  long answers() {
    return ends + stored + refused + errors;
  }

  private void endOfLine() {
    if (begins("VALUE ")) {
      values++;
      String text = new String(line, 0, lineBytes, US_ASCII).strip();
      skip = Long.parseLong(text.split(" ")[3]) + CRLF_BYTES;
    } else if (begins("END")) {
      ends++;
    } else if (begins("STORED")) {
      stored++;
    } else if (begins("SERVER_ERROR")) {
      refused++;
    } else if (begins("ERROR") || begins("CLIENT_ERROR")) {
      errors++;
    }
  }

  private boolean begins(String text) {
    if (lineBytes < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (line[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
