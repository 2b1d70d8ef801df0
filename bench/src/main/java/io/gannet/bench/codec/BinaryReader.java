package io.gannet.bench.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Replies in memcached's packets.
 *
 * <pre>
 *   HEAD ──▶ KEY ──▶ VALUE     of a hit, which has flags before its key
 *     ├────▶ KEY               of a miss
 *     └────▶ TEXT              of an error
 * </pre>
 *
 * <p>Head and key are put together in a carry. Values are never carried: they are counted, or
 * compared as they come.
 */
final class BinaryReader implements ReplyReader {
  private enum State {
    HEAD,
    KEY,
    VALUE,
    TEXT
  }

  private static final int FLAGS_BYTES = 4;
  private static final int SUCCESS = 0;
  private static final int NOT_FOUND = 1;

  private final boolean verify;
  private final MemorySegment carry =
      Arena.ofAuto().allocate(BinaryCodec.HEAD_BYTES + FLAGS_BYTES + Keys.BYTES_MAX);

  private State state = State.HEAD;
  private int carried;

  /** Bytes of the key and what is before it. */
  private int keyPartBytes;

  /** Bytes of the value or the text, and how many of them have come. */
  private long bodyBytes;

  private long seen;
  private boolean misses;
  private String wrong = "";
  private int errorBytes;

  BinaryReader(boolean verify) {
    this.verify = verify;
  }

  @Override
  public void reset() {
    state = State.HEAD;
    carried = 0;
  }

  @Override
  public Outcome read(Window in, Ask ask) {
    Outcome outcome = Outcome.PENDING;
    if (state == State.HEAD) {
      outcome = readHead(in, ask);
    }
    if (state == State.KEY && outcome == Outcome.PENDING && fill(in, keyPartBytes)) {
      outcome = key(ask);
    }
    if (state == State.VALUE && outcome == Outcome.PENDING) {
      outcome = readValue(in, ask);
    }
    if (state == State.TEXT && outcome == Outcome.PENDING) {
      outcome = readText(in);
    }
    return outcome;
  }

  /** Takes bytes until there are so many. */
  private boolean fill(Window in, int bytes) {
    long taken = Math.min(bytes - carried, in.remaining());
    MemorySegment.copy(in.memory, in.position, carry, carried, taken);
    in.position += taken;
    carried += (int) taken;
    return carried == bytes;
  }

  private Outcome readHead(Window in, Ask ask) {
    boolean whole = fill(in, BinaryCodec.HEAD_BYTES);
    if (carried > 0 && Bits.getByte(carry, 0) != BinaryCodec.RESPONSE) {
      return wrong("not a reply in packets");
    }
    return whole ? head(ask) : Outcome.PENDING;
  }

  private Outcome head(Ask ask) {
    long first = carry.get(BinaryCodec.LONG, 0);
    int opcode = (int) (first >>> 48) & 0xff;
    int keyBytes = (int) (first >>> 32) & 0xffff;
    int extrasBytes = (int) (first >>> 24) & 0xff;
    int status = (int) first & 0xffff;
    long valueBytes =
        (carry.get(BinaryCodec.INT, 8) & 0xffff_ffffL) - extrasBytes - keyBytes;
    if (opcode != BinaryCodec.opcode(ask) || carry.get(BinaryCodec.INT, 12) != (int) ask.key) {
      return wrong("a reply to another request, or not a reply");
    }
    carried = 0;
    bodyBytes = valueBytes;
    seen = 0;
    boolean gets = ask.op == Op.GET;
    misses = status == NOT_FOUND && ask.op != Op.SET;
    if (gets && (status == SUCCESS || misses)) {
      return hitOrMiss(extrasBytes, keyBytes, ask);
    }
    if (extrasBytes != 0 || keyBytes != 0 || valueBytes < 0) {
      return wrong("not a reply: of another form");
    }
    state = State.TEXT;
    errorBytes = status == SUCCESS ? 0 : (int) Math.min(bodyBytes, LineReader.ERROR_BYTES_MAX);
    if (status == SUCCESS) {
      return bodyBytes == 0 ? end(Outcome.DONE) : wrong("not a reply: of another form");
    }
    return Outcome.PENDING;
  }

  private Outcome hitOrMiss(int extrasBytes, int keyBytes, Ask ask) {
    if (keyBytes != ask.keyBytes) {
      return wrong("a reply of another key");
    }
    if (extrasBytes != (misses ? 0 : FLAGS_BYTES) || misses && bodyBytes != 0) {
      return wrong("not a reply: of another form");
    }
    if (!misses && ask.valueBytes >= 0 && bodyBytes != ask.valueBytes) {
      return wrong("a value of another length than this workload stores");
    }
    state = State.KEY;
    keyPartBytes = extrasBytes + keyBytes;
    return Outcome.PENDING;
  }

  private Outcome key(Ask ask) {
    if (!Keys.matches(carry, keyPartBytes - ask.keyBytes, ask.key, ask.keyBytes)) {
      return wrong("a reply of another key");
    }
    if (misses) {
      return end(Outcome.MISS);
    }
    state = State.VALUE;
    return bodyBytes == 0 ? end(Outcome.HIT) : Outcome.PENDING;
  }

  private Outcome readValue(Window in, Ask ask) {
    long bytes = Math.min(bodyBytes - seen, in.remaining());
    if (verify && !Values.matches(in.memory, in.position, bytes, ask.key, seen)) {
      return wrong("a value of other bytes than this workload stores");
    }
    in.position += bytes;
    seen += bytes;
    return seen == bodyBytes ? end(Outcome.HIT) : Outcome.PENDING;
  }

  private Outcome readText(Window in) {
    if (carried < errorBytes) {
      long before = in.position;
      fill(in, errorBytes);
      seen += in.position - before;
    }
    long rest = Math.min(bodyBytes - seen, in.remaining());
    in.position += rest;
    seen += rest;
    if (seen < bodyBytes) {
      return Outcome.PENDING;
    }
    return end(misses ? Outcome.MISS : Outcome.REFUSED);
  }

  private Outcome end(Outcome outcome) {
    reset();
    wrong = "";
    return outcome;
  }

  private Outcome wrong(String why) {
    wrong = why;
    return Outcome.WRONG;
  }

  @Override
  public String lastError() {
    if (!wrong.isEmpty()) {
      return wrong;
    }
    byte[] text = carry.asSlice(0, errorBytes).toArray(Ascii.BYTE);
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] < ' ' || text[i] > '~' ? (byte) '.' : text[i];
    }
    return text.length == 0 ? "refused without a word" : new String(text, ISO_8859_1);
  }
}
