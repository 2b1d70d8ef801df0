package io.gannet.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.bench.codec.Outcome;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/** Reads what a connection received, and records what became of its requests. */
final class Replies {
  private static final int TEXT_BYTES_MAX = 80;

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
      long begin = window.position;
      Outcome outcome = connection.reader.read(window, ask);
      if (outcome == Outcome.PENDING) {
        break;
      }
      if (outcome == Outcome.WRONG) {
        wrong = "a wrong reply: " + text(begin, window.limit);
        break;
      }
      long sentNs = inFlight.headSentNs();
      if (span.isMeasured(open ? inFlight.headIntendedNs() : sentNs)) {
        count(outcome, inFlight, begin);
        if (open) {
          recorder.perceived(nowNs - inFlight.headIntendedNs());
        }
        together++;
      }
      if (outcome == Outcome.MISS && fillsOnMiss && ask.op == Op.GET) {
        connection.fills.add(ask);
      }
      if (inFlight.remove() && together > 0) {
        recorder.served(nowNs - sentNs, together);
        together = 0;
      }
    }
    if (together > 0) {
      recorder.served(nowNs - inFlight.headSentNs(), together);
    }
    connection.losses = 0;
    return wrong;
  }

  private void count(Outcome outcome, InFlight inFlight, long begin) {
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
        recorder.failed(text(begin, window.position));
      }
    }
  }

  /** The first line of a reply, as far as it is in this window. */
  private String text(long from, long to) {
    MemorySegment memory = window.memory;
    int length = 0;
    long most = Math.min(to - from, TEXT_BYTES_MAX);
    while (length < most && memory.get(Ascii.BYTE, from + length) >= ' ') {
      length++;
    }
    byte[] line = new byte[length];
    MemorySegment.copy(memory, Ascii.BYTE, from, line, 0, length);
    return length == 0 ? "refused" : new String(line, ISO_8859_1);
  }
}
