package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.Reply;
import java.lang.foreign.MemorySegment;

/**
 * Some lines of {@code stats} that belong together: {@code STAT <name> <value>} each. To be read
 * by any thread; to tell them allocates nothing.
 */
abstract class StatRows {
  /** Room for a number with a sign and a point, and for what a reply writes over. */
  static final int VALUE_BYTES_MAX = Ascii.DECIMAL_BYTES_MAX + 2 + Reply.BYTES_MAX;

  private static final String STAT = "STAT ";

  private final int bytesMax;

  /** Lines whose names and texts have at most so many bytes. */
  StatRows(int nameBytesMax) {
    this.bytesMax = nameBytesMax + VALUE_BYTES_MAX;
    if (bytesMax > Output.ENSURE_BYTES_MAX) {
      throw new IllegalArgumentException("a stat of " + nameBytesMax + " bytes can't be told");
    }
  }

  /** How many there are, those included that are not told now. */
  abstract int rows();

  /** Writes one if it is to be told now; returns the offset behind it. */
  abstract long put(int row, MemorySegment memory, long offset);

  /** Composes all from {@code row} on; returns the first that there is no room or budget for. */
  final int tell(int row, Output out) {
    int next = row;
    while (next < rows() && out.budget > 0 && !out.full() && out.ensure(bytesMax)) {
      out.position = put(next++, out.memory, out.position);
      out.budget--; // each is about as much work as a request
    }
    return next;
  }

  static byte[] head(String name) {
    return (STAT + name).getBytes(US_ASCII);
  }

  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
