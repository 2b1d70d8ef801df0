package io.gannet.bench.trace;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.RequestSource;

/**
 * One load thread's share of a trace. Requests that were recorded with the same time are spread
 * evenly over the time until the next could be told: a second's thousands do not come at once.
 */
final class TraceSource implements RequestSource {
  private static final int GOLDEN = 0x9E37_79B9;

  private final Trace trace;
  private final int index;
  private final int count;
  private int next;
  private int runStart;
  private int runEnd;

  TraceSource(Trace trace, int index, int count) {
    this.trace = trace;
    this.index = index;
    this.count = count;
  }

  @Override
  public boolean next(Ask ask) {
    while (next < trace.requests()) {
      int request = next++;
      if (isMine(trace.key(request))) {
        fill(ask, request);
        return true;
      }
    }
    return false;
  }

  private boolean isMine(int key) {
    return (int) ((key * GOLDEN & 0xffff_ffffL) * count >>> Integer.SIZE) == index;
  }

  private void fill(Ask ask, int request) {
    int key = trace.key(request);
    ask.op = trace.op(request);
    ask.key = key;
    ask.keyBytes = trace.keyBytes(key);
    ask.valueBytes = trace.valueBytes(request);
    ask.ttlSec = trace.ttlSec(request);
    ask.atNs = atNs(request);
  }

  private long atNs(int request) {
    long atNs = trace.atNs(request);
    while (request >= runEnd) {
      nextRun();
    }
    return atNs + trace.tickNs() * (request - runStart) / (runEnd - runStart);
  }

  private void nextRun() {
    runStart = runEnd;
    long atNs = trace.atNs(runStart);
    while (runEnd < trace.requests() && trace.atNs(runEnd) == atNs) {
      runEnd++;
    }
  }
}
