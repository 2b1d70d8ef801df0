package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.binary.BinaryComposer;
import java.lang.foreign.MemorySegment;

/**
 * The figures that a conversation in packets is being told: the lines of a section, each as a
 * packet of a name and a value, and an empty one behind the last. As far as there is room and a
 * turn.
 */
final class PacketFigures {
  /** Room for the lines of one row. */
  static final int LINES_BYTES = Output.ENSURE_BYTES_MAX;

  /** {@code "STAT "}. */
  private static final int WORD_BYTES = 5;

  private static final int LINE_END_BYTES = 2;

  /** Where rows write their lines: one memory for all conversations of a worker. */
  private final MemorySegment lines;

  private Statistics.Section told;
  private int part;
  private int row;
  private int opaque;

  PacketFigures(MemorySegment lines) {
    this.lines = lines;
  }

  /** Owes a section. */
  void tell(Statistics.Section section, int opaque) {
    told = section;
    part = 0;
    row = 0;
    this.opaque = opaque;
  }

  void forget() {
    told = null;
  }

  /** Composes what is owed; false if there is no room, or no budget, for all of it now. */
  boolean settle(Output out) {
    if (told == null) {
      return true;
    }
    for (; part < told.parts(); part++, row = 0) {
      StatRows rows = told.part(part);
      for (; row < rows.rows(); row++) {
        if (out.budget <= 0 || out.full() || !putRow(rows, out)) {
          return false;
        }
        out.budget--; // each is about as much work as a request
      }
    }
    if (!out.ensure(BinaryComposer.REPLY_BYTES_MAX)) {
      return false;
    }
    out.position = BinaryComposer.putStatHead(out.memory, out.position, opaque, 0, 0);
    told = null;
    return true;
  }

  private boolean putRow(StatRows rows, Output out) {
    long end = rows.put(row, lines, 0);
    if (end == 0) {
      return true;
    }
    if (!out.ensure(packetBytes(end))) {
      return false;
    }
    for (long at = 0; at < end; at = lineEnd(at, end) + LINE_END_BYTES) {
      put(at + WORD_BYTES, lineEnd(at, end), out);
    }
    return true;
  }

  /** What the lines take as packets: a head for its word, its space and its line end. */
  private int packetBytes(long end) {
    long bytes = 0;
    for (long at = 0; at < end; at = lineEnd(at, end) + LINE_END_BYTES) {
      bytes += BinaryComposer.STAT_HEAD_BYTES + lineEnd(at, end) - at - WORD_BYTES - 1;
    }
    assert bytes <= Output.ENSURE_BYTES_MAX : "lines of a row are not that short";
    return (int) bytes;
  }

  private long lineEnd(long from, long end) {
    return Ascii.indexOf(lines, from, end, (byte) '\r');
  }

  private void put(long name, long end, Output out) {
    long space = Ascii.indexOf(lines, name, end, (byte) ' ');
    assert lines.get(BYTE, space) == ' ' : "a figure has a value";
    int nameLength = (int) (space - name);
    int valueLength = (int) (end - space - 1);
    long at =
        BinaryComposer.putStatHead(out.memory, out.position, opaque, nameLength, valueLength);
    MemorySegment.copy(lines, name, out.memory, at, nameLength);
    at += nameLength;
    MemorySegment.copy(lines, space + 1, out.memory, at, valueLength);
    out.position = at + valueLength;
  }
}
