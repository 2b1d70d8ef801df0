package io.gannet.engine.protocol.ping;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * The words of the ping protocol: {@code PING\r\n}, in any case, is answered by
 * {@code PONG\r\n}, any other line by {@code ERROR\r\n}. A bare {@code \n} ends a line too.
 */
public final class Ping {
  /** Bytes of the usual request, {@code PING\r\n}. */
  public static final int REQUEST_BYTES = 6;

  /** The longest reply. */
  public static final int REPLY_BYTES_MAX = 7;

  /** The longest line, without its newline. */
  public static final int LINE_BYTES_MAX = 64;

  /** Sets the bit that tells a small letter from a great one, in four bytes. */
  private static final int LOWER = 0x20202020;

  private static final int PING = (int) Ascii.pack("ping");
  private static final int PONG = (int) Ascii.pack("PONG");
  private static final int ERRO = (int) Ascii.pack("ERRO");

  private Ping() {}

  /** True if the six bytes from {@code offset} are the usual request. */
  public static boolean isRequest(MemorySegment memory, long offset) {
    return (memory.get(INT, offset) | LOWER) == PING && memory.get(SHORT, offset + 4) == CR_LF;
  }

  /** True if the line {@code [from, to)}, without its newline, asks for a pong. */
  public static boolean isPing(MemorySegment memory, long from, long to) {
    boolean cr = to > from && memory.get(BYTE, to - 1) == '\r';
    long length = to - from - (cr ? 1 : 0);
    return length == 4 && (memory.get(INT, from) | LOWER) == PING;
  }

  /** Writes the reply to a ping; returns the offset behind it. */
  public static long putPong(MemorySegment memory, long offset) {
    memory.set(INT, offset, PONG);
    memory.set(SHORT, offset + 4, CR_LF);
    return offset + 6;
  }

  /** Writes the reply to anything else; returns the offset behind it. */
  public static long putError(MemorySegment memory, long offset) {
    memory.set(INT, offset, ERRO);
    memory.set(BYTE, offset + 4, (byte) 'R');
    memory.set(SHORT, offset + 5, CR_LF);
    return offset + REPLY_BYTES_MAX;
  }
}
