package io.gannet.bench.codec;

import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.bench.workload.Ask;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** {@code PING}, and {@code PONG} or, as Redis has it, {@code +PONG}. Every pong is a hit. */
final class PingCodec implements Codec {
  private static final int PING = (int) Ascii.pack("PING");
  private static final int REQUEST_BYTES = 6;

  @Override
  public int requestBytesMax(int valueBytesMax) {
    return REQUEST_BYTES;
  }

  @Override
  public long compose(Ask ask, MemorySegment out, long offset) {
    out.set(INT, offset, PING);
    out.set(SHORT, offset + Integer.BYTES, CR_LF);
    return offset + REQUEST_BYTES;
  }

  @Override
  public ReplyReader newReader(boolean verify) {
    return new Reader();
  }

  private static final class Reader extends LineReader {
    private static final int PONG = (int) Ascii.pack("PONG");
    private static final int ERRO = (int) Ascii.pack("ERRO");

    private Reader() {
      super(false, "");
    }

    @Override
    Outcome line(MemorySegment in, long from, long to, Ask ask) {
      long length = to - from;
      if (length == 4 && in.get(INT, from) == PONG) {
        return Outcome.HIT;
      }
      if (length == 5 && in.get(INT, from + 1) == PONG && in.get(Ascii.BYTE, from) == '+') {
        return Outcome.HIT;
      }
      boolean error = length >= 5 && in.get(INT, from) == ERRO || length > 1 && minus(in, from);
      return error ? refused(in, from, to) : nonsense(in, from, to);
    }

    private static boolean minus(MemorySegment in, long from) {
      return in.get(Ascii.BYTE, from) == '-';
    }
  }
}
