package io.gannet.bench.trace;

import java.util.function.Predicate;

/**
 * What stands before the first request of a trace in text, and is none.
 *
 * @param bytes of it
 * @param lines of it
 */
record Preamble(int bytes, int lines) {
  /** There is none, as in every binary format. */
  static final Preamble NONE = new Preamble(0, 0);

  private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final char COMMENT = '#';

  /**
   * Of a file that begins so: a byte-order mark, lines that begin with {@code #}, and a line of
   * headings, which is one that no format recognises where one recognises the next.
   */
  static Preamble of(TraceHead head, Predicate<TraceHead> isRecognised) {
    if (!head.isText()) {
      return NONE;
    }
    Preamble preamble = new Preamble(head.begins(UTF_8_MARK) ? UTF_8_MARK.length : 0, 0);
    TraceHead rest = head.from(preamble.bytes());
    while (rest.firstByte() == COMMENT || rest.isBlankLine()) {
      preamble = preamble.andLineOf(rest);
      rest = head.from(preamble.bytes());
    }
    Preamble headings = preamble.andLineOf(rest);
    boolean isHeaded =
        !isRecognised.test(rest) && isRecognised.test(head.from(headings.bytes()));
    return isHeaded ? headings : preamble;
  }

  private Preamble andLineOf(TraceHead rest) {
    return new Preamble(bytes + rest.firstLineBytes(), lines + 1);
  }
}
