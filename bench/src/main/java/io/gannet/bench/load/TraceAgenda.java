package io.gannet.bench.load;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.RequestSource;

/**
 * Due when the trace says so. What nobody can take stays in the trace, so that every request is
 * made, if late: leaving some out would change what the cache holds. Only what is still there when
 * the run is over counts as dropped.
 */
final class TraceAgenda implements Agenda {
  private final RequestSource source;
  private final double speed;
  private final Span span;
  private final Tally tally;
  private final long startNs;
  private final Ask next = new Ask();
  private long nextNs;

  TraceAgenda(RequestSource source, double speed, Recorder recorder, long startNs) {
    this.source = source;
    this.speed = speed;
    this.span = recorder.span;
    this.tally = recorder.tally;
    this.startNs = startNs;
    advance();
  }

  private void advance() {
    if (!source.next(next)) {
      nextNs = Span.NEVER;
      return;
    }
    if (next.atNs < 0) {
      throw new LoadException(
          "the workload says nothing of when its requests are due",
          "replay a trace that has times, or choose a rate");
    }
    nextNs = startNs + (long) (next.atNs / speed);
  }

  @Override
  public long dueNs() {
    return isEnded() ? Span.NEVER : nextNs;
  }

  @Override
  public boolean take(Ask ask) {
    ask.copy(next);
    span.left--;
    advance();
    return true;
  }

  @Override
  public void postpone(long nowNs) {}

  private boolean isEnded() {
    return isExhausted() || nextNs >= span.untilNs;
  }

  @Override
  public boolean isExhausted() {
    return span.left == 0 || nextNs == Span.NEVER;
  }

  @Override
  public void drop() {
    for (long nowNs = System.nanoTime(); !isEnded() && nextNs <= nowNs; advance()) {
      tally.dropped++;
    }
  }
}
