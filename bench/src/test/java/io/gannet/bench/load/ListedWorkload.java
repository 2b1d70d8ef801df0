package io.gannet.bench.load;

import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Workload;

/** A given number of sets, evenly spaced in time or without times: as a short trace. */
record ListedWorkload(int requests, long gapNs, int fills) implements Workload {
  @Override
  public RequestSource source(int index, int count) {
    return source(index, count, requests);
  }

  @Override
  public RequestSource fill(int index, int count) {
    return source(index, count, fills);
  }

  private RequestSource source(int index, int count, int end) {
    int[] next = {index};
    return ask -> {
      if (next[0] >= end) {
        return false;
      }
      ask.op = Op.SET;
      ask.key = next[0];
      ask.keyBytes = 20;
      ask.valueBytes = 10;
      ask.ttlSec = 0;
      ask.atNs = gapNs < 0 ? -1 : next[0] * gapNs;
      next[0] += count;
      return true;
    };
  }

  @Override
  public long fillCount() {
    return fills;
  }

  @Override
  public boolean fillsOnMiss() {
    return false;
  }

  @Override
  public int valueBytesMax() {
    return 10;
  }

  @Override
  public String describe() {
    return requests + " sets";
  }
}
