package io.gannet.bench.load;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.RequestSource;

/**
 * Due when a schedule says so, whatever is asked then. What nobody can take stays as its time
 * alone; the source is asked when it is taken, so a dropped request costs the workload nothing.
 */
final class TimedAgenda implements Agenda {
  private final Schedule schedule;
  private final RequestSource source;
  private final Backlog backlog;
  private final Span span;
  private final Tally tally;
  private final long startNs;
  private long nextNs;
  private boolean sourceEnded;

  TimedAgenda(
      Schedule schedule, RequestSource source, int backlogMax, Recorder recorder, long startNs) {
    this.schedule = schedule;
    this.source = source;
    this.backlog = new Backlog(backlogMax);
    this.span = recorder.span;
    this.tally = recorder.tally;
    this.startNs = startNs;
    this.nextNs = startNs + schedule.nextNs();
  }

  @Override
  public long dueNs() {
    if (!backlog.isEmpty()) {
      return backlog.peek();
    }
    return isEnded() ? Span.NEVER : nextNs;
  }

  @Override
  public boolean take(Ask ask) {
    if (!source.next(ask)) {
      sourceEnded = true;
      backlog.clear();
      return false;
    }
    if (backlog.isEmpty()) {
      advance();
    } else {
      backlog.remove();
    }
    return true;
  }

  private void advance() {
    span.left--;
    nextNs = startNs + schedule.nextNs();
  }

  @Override
  public void postpone(long nowNs) {
    while (!isEnded() && nextNs <= nowNs) {
      if (!backlog.offer(nextNs)) {
        dropOne(nextNs);
      }
      advance();
    }
  }

  private void dropOne(long dueNs) {
    if (span.isMeasured(dueNs)) {
      tally.dropped++;
    }
  }

  private boolean isEnded() {
    return isExhausted() || nextNs >= span.untilNs;
  }

  @Override
  public boolean isExhausted() {
    return sourceEnded || span.left == 0;
  }

  @Override
  public void drop() {
    for (; !backlog.isEmpty(); backlog.remove()) {
      dropOne(backlog.peek());
    }
  }
}
