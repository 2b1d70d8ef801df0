package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import java.lang.foreign.MemorySegment;

/** What memcached says to what another shard has answered, in the place that was promised to it. */
final class ForeignReplies {
  /** Always set, so that no context is 0. */
  private static final long REPLIES = 1;

  /** No reply is wanted. */
  private static final long NOREPLY = 2;

  /** The value is told with its CAS token. */
  private static final long CAS = 4;

  /** It is the last key of its request. */
  private static final long LAST = 8;

  private final MemcacheMetrics metrics;

  ForeignReplies(MemcacheMetrics metrics) {
    this.metrics = metrics;
  }

  /** What has to be known of a request when its answer comes. */
  static long context(Request request) {
    return context(!request.noreply)
        | (request.verb.tellsCas() ? CAS : 0)
        | (request.last ? LAST : 0);
  }

  /** The same of one that is no retrieval. */
  static long context(boolean answered) {
    return REPLIES | (answered ? 0 : NOREPLY);
  }

  /** False if there is no room for it now: then nothing is composed. */
  boolean put(Answer answer, Output out) {
    if (answer.operation().retrieves()) {
      return answer.outcome() == Outcome.FOUND ? putValue(answer, out) : putEnd(answer, out);
    }
    if (answer.outcome() == Outcome.COUNTED) {
      putNumber(answer, out);
      return true;
    }
    Reply reply = ReplyTable.of(answer.operation(), answer.outcome());
    metrics.count(reply);
    if (answer.ticket() != Answer.NO_TICKET) {
      putReply(reply, answer, out);
    }
    return true;
  }

  /** As a miss: caches may forget. */
  void putWithout(Answer answer, Output out) {
    putEnd(answer, out);
  }

  private static boolean has(Answer answer, long bit) {
    return (answer.context() & bit) != 0;
  }

  private static void putReply(Reply reply, Answer answer, Output out) {
    begin(answer, out);
    out.position = reply.put(out.memory, out.position);
    end(answer, out);
  }

  /** True if there is so much room in one piece in the place that is the answer's. */
  static boolean begin(Answer answer, int bytes, Output out) {
    return answer.ticket() == Answer.NOW
        ? out.ensure(bytes)
        : out.begin(answer.ticket(), bytes);
  }

  /** It is whole. */
  static void end(Answer answer, Output out) {
    if (answer.ticket() != Answer.NOW) {
      out.end(answer.ticket());
    }
  }

  /** Room for any reply was kept. */
  private static void begin(Answer answer, Output out) {
    boolean room = begin(answer, Reply.BYTES_MAX, out);
    assert room;
  }

  private static void putNumber(Answer answer, Output out) {
    if (answer.ticket() != Answer.NO_TICKET) {
      begin(answer, out);
      out.position = MemcacheComposer.putDecimalLine(out.memory, out.position, answer.counted());
      end(answer, out);
    }
  }

  private static boolean putEnd(Answer answer, Output out) {
    if (!begin(answer, Reply.BYTES_MAX, out)) {
      return false;
    }
    if (has(answer, LAST)) {
      out.position = Reply.END.put(out.memory, out.position);
    }
    end(answer, out);
    return true;
  }

  private static boolean putValue(Answer answer, Output out) {
    Reply end = has(answer, LAST) ? Reply.VALUES_END : Reply.VALUE_END;
    if (answer.isPinned()) {
      return putPinned(answer, end, out);
    }
    return answer.valueLength() <= Retrieval.COPIED_BYTES_MAX
        ? putInOnePiece(answer, end, out)
        : putInPieces(answer, end, out);
  }

  private static boolean putInOnePiece(Answer answer, Reply end, Output out) {
    int length = answer.valueLength();
    if (!begin(answer, Retrieval.HIT_BYTES + length, out)) {
      return false;
    }
    putHead(answer, length, out);
    MemorySegment.copy(answer.memory, answer.valueOffset(), out.memory, out.position, length);
    out.position = end.put(out.memory, out.position + length);
    end(answer, out);
    return true;
  }

  /** What ends it goes with the value, so that there is room for both or for none. */
  private static boolean putInPieces(Answer answer, Reply end, Output out) {
    if (!begin(answer, Retrieval.HIT_BYTES, out)) {
      return false;
    }
    putHead(answer, answer.valueLength(), out);
    long from = answer.valueOffset();
    long behind = end.put(answer.memory, from + answer.valueLength());
    if (!out.appendCopied(answer.memory, from, behind - from)) {
      out.postpone(answer.ticket());
      return false;
    }
    end(answer, out);
    return true;
  }

  private static boolean putPinned(Answer answer, Reply end, Output out) {
    int length = answer.valueLength();
    if (!begin(answer, Retrieval.HIT_BYTES, out)) {
      return false;
    }
    putHead(answer, length, out);
    if (!out.appendPinned(answer.owner, answer.valueOffset(), length, answer.handle())) {
      out.postpone(answer.ticket());
      return false;
    }
    boolean room = out.ensure(Reply.BYTES_MAX);
    assert room : "what was asked for with the head";
    out.position = end.put(out.memory, out.position);
    end(answer, out);
    return true;
  }

  private static void putHead(Answer answer, int length, Output out) {
    MemorySegment to = out.memory;
    long at =
        MemcacheComposer.putValueHead(
            to, out.position, answer.memory, answer.keyOffset(), answer.keyLength(),
            answer.clientFlags(), length);
    if (has(answer, CAS)) {
      at = MemcacheComposer.putSpaceDecimal(to, at, answer.cas());
    }
    out.position = MemcacheComposer.putLineEnd(to, at);
  }
}
