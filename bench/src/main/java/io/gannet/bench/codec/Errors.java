package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** The lines by which memcached refuses, the same in its classic text and in its meta commands. */
final class Errors {
  private static final long SERVER_ERROR = Ascii.pack("SERVER_E");
  private static final long CLIENT_ERROR = Ascii.pack("CLIENT_E");
  private static final long NOT_STORED = Ascii.pack("NOT_STOR");
  private static final long ERROR = Ascii.pack("ERROR\0\0\0");
  private static final long ERROR_MASK = -1L >>> Long.SIZE - 5 * Byte.SIZE;

  private Errors() {}

  /**
   * What a line means that is no answer. After a set that was not understood the server may or may
   * not take the value for commands: nobody knows which reply is whose, so that is the end.
   */
  static Outcome ofText(LineReader reader, MemorySegment in, long from, long to, Ask ask) {
    long word = Ascii.word(in, from, to);
    if (word == SERVER_ERROR || word == NOT_STORED && ask.op == Op.SET) {
      return reader.refused(in, from, to);
    }
    boolean misunderstood = word == CLIENT_ERROR || (word & ERROR_MASK) == ERROR;
    return misunderstood && ask.op != Op.SET
        ? reader.refused(in, from, to)
        : reader.nonsense(in, from, to);
  }
}
