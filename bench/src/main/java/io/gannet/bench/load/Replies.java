package io.gannet.bench.load;

import io.gannet.bench.codec.Outcome;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/** Reads what a connection received, and records what became of its requests. */
final class Replies {
  private final Recorder recorder;
  private final Tally tally;
  private final Span span;
  private final boolean open;
  private final boolean fillsOnMiss;
  private final Window window = new Window();

  Replies(Recorder recorder, boolean open, boolean fillsOnMiss) {
    this.recorder = recorder;
    this.tally = recorder.tally;
    this.span = recorder.span;
    this.open = open;
    this.fillsOnMiss = fillsOnMiss;
  }

  /** The bytes that {@link #read} reads. */
  void over(MemorySegment memory, long offset, int length) {
    window.set(memory, offset, length);
    tally.bytesReceived += length;
  }

  /**
   * Reads all replies that are there. Those to one send have waited equally long and are recorded
   * together: a batch of 32 costs one look into the histogram, not 32.
   *
   * @return "", or why the connection is good for nothing any more
   */
  String read(Connection connection, long nowNs) {
    InFlight inFlight = connection.inFlight;
    int together = 0;
    String wrong = "";
    while (window.position < window.limit) {
      if (!inFlight.headIsSent()) {
        wrong = "a reply that nothing asked for";
        break;
      }
      Ask ask = inFlight.head();
      Outcome outcome = connection.reader.read(window, ask);
      if (outcome == Outcome.PENDING) {
        break;
      }
      if (outcome == Outcome.WRONG) {
        wrong = "wrong reply: " + connection.reader.lastError();
        break;
      }
      long sentNs = inFlight.headSentNs();
      if (isMeasured(inFlight, nowNs)) {
        count(outcome, connection);
        if (open && !inFlight.headIsFill()) {
          recorder.perceived(nowNs - inFlight.headIntendedNs());
        }
        together++;
      } else if (!open) {
        together++; // too late to count, and as late as it is: a stall at the end is one
      }
      if (outcome == Outcome.MISS && fillsOnMiss && ask.op == Op.GET) {
        connection.fills.add(ask);
      }
      connection.losses = 0; // it answers, so it may be opened again after a loss
      if (inFlight.remove() && together > 0) {
        recorder.served(nowNs - sentNs, together);
        together = 0;
      }
    }
    if (together > 0) {
      recorder.served(nowNs - inFlight.headSentNs(), together);
    }
    return wrong;
  }

  private boolean isMeasured(InFlight inFlight, long nowNs) {
    return open ? span.isMeasured(inFlight.headIntendedNs()) : span.isBeforeEnd(nowNs);
  }

  private void count(Outcome outcome, Connection connection) {
    InFlight inFlight = connection.inFlight;
    tally.requests++;
    switch (outcome) {
      case HIT -> tally.hits++;
      case MISS -> tally.misses++;
      case DONE -> {
        if (inFlight.head().op == Op.SET) {
          tally.sets++;
          tally.fills += inFlight.headIsFill() ? 1 : 0;
        }
      }
      default -> {
        tally.errors++;
        recorder.failed(connection.reader.lastError());
      }
    }
  }
}
