package io.gannet.engine.process.ping;

import static io.gannet.engine.protocol.ping.Ping.LINE_BYTES_MAX;
import static io.gannet.engine.protocol.ping.Ping.REPLY_BYTES_MAX;
import static io.gannet.engine.protocol.ping.Ping.REQUEST_BYTES;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.engine.protocol.ping.Ping;
import java.lang.foreign.MemorySegment;

/**
 * Answers pings: the least that a processor can do, so what a request costs here is what the road
 * costs. A line of more than {@link Ping#LINE_BYTES_MAX} bytes ends the conversation.
 */
public final class PingProcessor implements Processor {
  private final PingMetrics metrics = new PingMetrics();

  /** What it counts. */
  public PingMetrics metrics() {
    return metrics;
  }

  @Override
  public int carryBytes() {
    return LINE_BYTES_MAX;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    return new PingSession(carry);
  }

  @Override
  public Progress process(Session session, Window in, Output out) {
    PingSession conversation = (PingSession) session;
    Progress progress = Progress.DRAINED;
    int lines = 0;
    while (in.position < in.limit && progress == Progress.DRAINED) {
      if (out.budget <= lines) {
        progress = Progress.YIELD;
      } else if (out.full() || !out.ensure(REPLY_BYTES_MAX)) {
        progress = Progress.FULL;
      } else if (conversation.carriedBytes == 0
          && in.remaining() >= REQUEST_BYTES
          && Ping.isRequest(in.memory, in.position)) {
        in.position += REQUEST_BYTES;
        out.position = Ping.putPong(out.memory, out.position);
        lines++;
      } else if (processLine(conversation, in, out)) {
        lines += conversation.carriedBytes == 0 ? 1 : 0;
      } else {
        progress = Progress.CLOSE;
      }
    }
    metrics.requests.add(lines);
    out.budget -= lines;
    return progress;
  }

  /** Answers one line that is unusual or cut, or carries what there is; false if it is too long. */
  private static boolean processLine(PingSession session, Window in, Output out) {
    long end = Ascii.indexOf(in.memory, in.position, in.limit, (byte) '\n');
    boolean whole = end < in.limit;
    if (!session.carry(in, end - in.position)) {
      return false;
    }
    if (whole) {
      in.position++;
      boolean ping = Ping.isPing(session.carry, 0, session.carriedBytes);
      session.carriedBytes = 0;
      out.position =
          ping
              ? Ping.putPong(out.memory, out.position)
              : Ping.putError(out.memory, out.position);
    }
    return true;
  }

  @Override
  public void reset(Session session) {
    ((PingSession) session).carriedBytes = 0;
  }
}
