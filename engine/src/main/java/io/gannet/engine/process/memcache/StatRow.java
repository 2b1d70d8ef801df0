package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/** One line of {@code stats}: {@code STAT <name> <text or number>}. */
final class StatRow {
  private final byte[] head;
  private final LongSupplier value;
  private final boolean counts;

  /** What the counter was at the last reset. Several workers may set it: the last one wins. */
  private final Counter baseline = new Counter();

  /** A row of a text, or, if that is null, of a value. */
  StatRow(String stat, String text, LongSupplier value, boolean counts) {
    this.head = ("STAT " + stat + " " + (text == null ? "" : text + "\r\n")).getBytes(US_ASCII);
    this.value = value;
    this.counts = counts;
    if (bytesMax() > Output.ENSURE_BYTES_MAX) {
      throw new IllegalArgumentException("stat " + stat + " is too long to be told");
    }
  }

  /** Room that it needs. */
  int bytesMax() {
    return head.length + Ascii.DECIMAL_BYTES_MAX + Reply.BYTES_MAX;
  }

  long put(MemorySegment memory, long offset) {
    long at = MemcacheComposer.putText(memory, offset, head);
    return value == null
        ? at
        : MemcacheComposer.putDecimalLine(memory, at, value.getAsLong() - baseline.get());
  }

  void reset() {
    if (counts) {
      baseline.set(value.getAsLong());
    }
  }
}
