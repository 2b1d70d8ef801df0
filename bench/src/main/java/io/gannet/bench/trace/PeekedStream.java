package io.gannet.bench.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A stream whose first bytes can be looked at, whatever it comes from: a pipe cannot be opened
 * twice. It knows whether there is more, which a pipe does not: {@link
 * java.util.zip.GZIPInputStream} asks that between two members, and takes 0 for the end.
 */
final class PeekedStream extends PushbackInputStream {
  PeekedStream(InputStream stream, int peekBytesMax) {
    super(stream, peekBytesMax);
  }

  /** Its first bytes, which remain; fewer if there are not so many. */
  byte[] peek() throws IOException {
    byte[] first = readNBytes(buf.length);
    unread(first);
    return first;
  }

  /** More than 0 unless it is at its end; waits to know. */
  @Override
  public int available() throws IOException {
    int known = super.available();
    if (known > 0) {
      return known;
    }
    int one = read();
    if (one < 0) {
      return 0;
    }
    unread(one);
    return 1;
  }
}
