package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.REPLY_BYTES_MAX;
import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.VALUE_HEAD_BYTES_MAX;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.binary.BinaryComposer;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Opcode;
import io.gannet.engine.protocol.memcache.binary.Status;
import java.lang.foreign.MemorySegment;

/** The packet for what another shard has answered, in the place that was promised to it. */
final class BinaryForeignReplies {
  /*  63                41     40      39 .. 32   31 .. 0
   * +--------------------+--------+----------+----------+
   * |         0          | always |  opcode  |  opaque  |
   * +--------------------+--------+----------+----------+
   */
  private static final long ALWAYS = 1L << 40; // so that no context is 0
  private static final int CODE_SHIFT = 32;

  private final MemcacheMetrics metrics;

  BinaryForeignReplies(MemcacheMetrics metrics) {
    this.metrics = metrics;
  }

  /** What has to be known of a request when its answer comes. */
  static long context(int code, int opaque) {
    return ALWAYS | (long) code << CODE_SHIFT | Integer.toUnsignedLong(opaque);
  }

  /** The same. */
  static long context(BinaryRequest request) {
    return context(request.code, request.opaque);
  }

  private static int code(Answer answer) {
    return (int) (answer.context() >> CODE_SHIFT) & 0xff;
  }

  private static int opaque(Answer answer) {
    return (int) answer.context();
  }

  private static boolean isQuiet(Answer answer) {
    return Opcode.of(code(answer)).isQuiet(code(answer));
  }

  /** False if there is no room for it now: then nothing is composed. */
  boolean put(Answer answer, Output out) {
    if (answer.operation().retrieves()) {
      return answer.outcome() == Outcome.FOUND ? putFound(answer, out) : putMiss(answer, out);
    }
    Status status = StatusTable.of(answer.operation(), answer.outcome());
    metrics.count(status);
    begin(answer, out);
    if (status != Status.SUCCESS) {
      putStatus(answer, status, 0, out);
    } else if (!isQuiet(answer)) {
      putSuccess(answer, out);
    }
    ForeignReplies.end(answer, out);
    return true;
  }

  /** As a miss, of which no key is told: there is room for no more. Caches may forget. */
  void putWithout(Answer answer, Output out) {
    begin(answer, out);
    if (!isQuiet(answer)) {
      putStatus(answer, Status.NOT_FOUND, 0, out);
    }
    ForeignReplies.end(answer, out);
  }

  /** Room for any answer without a key and a value was kept. */
  private static void begin(Answer answer, Output out) {
    boolean room = ForeignReplies.begin(answer, REPLY_BYTES_MAX, out);
    assert room;
  }

  private static void putStatus(Answer answer, Status status, long cas, Output out) {
    out.position =
        BinaryComposer.putStatus(
            out.memory, out.position, code(answer), opaque(answer), status, cas);
  }

  private static void putSuccess(Answer answer, Output out) {
    switch (answer.outcome()) {
      case COUNTED ->
          out.position =
              BinaryComposer.putNumber(
                  out.memory, out.position, code(answer), opaque(answer), answer.counted(),
                  answer.cas());
      case STORED -> putStatus(answer, Status.SUCCESS, answer.cas(), out);
      default -> putStatus(answer, Status.SUCCESS, 0, out);
    }
  }

  private static boolean putMiss(Answer answer, Output out) {
    if (!ForeignReplies.begin(answer, missBytes(answer), out)) {
      return false;
    }
    if (!isQuiet(answer)) {
      if (Opcode.of(code(answer)).tellsKey()) {
        out.position =
            BinaryComposer.putKeyMiss(
                out.memory, out.position, code(answer), opaque(answer), answer.memory,
                answer.keyOffset(), answer.keyLength());
      } else {
        putStatus(answer, Status.NOT_FOUND, 0, out);
      }
    }
    ForeignReplies.end(answer, out);
    return true;
  }

  private static int missBytes(Answer answer) {
    boolean tellsKey = !isQuiet(answer) && Opcode.of(code(answer)).tellsKey();
    return tellsKey ? VALUE_HEAD_BYTES_MAX : REPLY_BYTES_MAX;
  }

  private static boolean putFound(Answer answer, Output out) {
    boolean touches = Opcode.of(code(answer)) == Opcode.TOUCH;
    int length = touches ? 0 : answer.valueLength();
    if (!touches && answer.isPinned()) {
      return putPinned(answer, length, out);
    }
    return length <= BinaryRetrieval.COPIED_BYTES_MAX
        ? putInOnePiece(answer, length, out)
        : putInPieces(answer, length, out);
  }

  private static boolean putInOnePiece(Answer answer, int length, Output out) {
    if (!ForeignReplies.begin(answer, VALUE_HEAD_BYTES_MAX + length, out)) {
      return false;
    }
    putHead(answer, length, out);
    MemorySegment.copy(answer.memory, answer.valueOffset(), out.memory, out.position, length);
    out.position += length;
    ForeignReplies.end(answer, out);
    return true;
  }

  private static boolean putInPieces(Answer answer, int length, Output out) {
    if (!ForeignReplies.begin(answer, VALUE_HEAD_BYTES_MAX, out)) {
      return false;
    }
    putHead(answer, length, out);
    return ended(
        answer, out.appendCopied(answer.memory, answer.valueOffset(), length), out);
  }

  private static boolean putPinned(Answer answer, int length, Output out) {
    if (!ForeignReplies.begin(answer, VALUE_HEAD_BYTES_MAX, out)) {
      return false;
    }
    putHead(answer, length, out);
    return ended(
        answer,
        out.appendPinned(answer.owner, answer.valueOffset(), length, answer.handle()),
        out);
  }

  /** The value is appended, or has no room now. */
  private static boolean ended(Answer answer, boolean appended, Output out) {
    if (appended) {
      ForeignReplies.end(answer, out);
    } else {
      out.postpone(answer.ticket());
    }
    return appended;
  }

  private static void putHead(Answer answer, int length, Output out) {
    int keyLength = Opcode.of(code(answer)).tellsKey() ? answer.keyLength() : 0;
    out.position =
        BinaryComposer.putValueHead(
            out.memory, out.position, code(answer), opaque(answer), answer.cas(),
            answer.clientFlags(), answer.memory, answer.keyOffset(), keyLength, length);
  }
}
