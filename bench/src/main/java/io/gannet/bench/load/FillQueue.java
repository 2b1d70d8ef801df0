package io.gannet.bench.load;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;

/**
 * The keys that gets of one connection have missed, and that are to be stored. Never more than the
 * connection may have requests in flight: each comes in the place of one that was answered.
 */
final class FillQueue {
  private final Ask[] asks;
  private final int mask;
  private int head;
  private int tail;

  FillQueue(int max) {
    asks = new Ask[Pow2.atLeast(max)];
    for (int i = 0; i < asks.length; i++) {
      asks[i] = new Ask();
    }
    mask = asks.length - 1;
  }

  boolean isEmpty() {
    return head == tail;
  }

  int count() {
    return tail - head;
  }

  /** Remembers the key of a get. */
  void add(Ask missed) {
    Ask ask = asks[tail++ & mask];
    ask.copy(missed);
    ask.op = Op.SET;
  }

  /** Writes the set of the oldest to {@code ask}. */
  void take(Ask ask) {
    ask.copy(asks[head++ & mask]);
  }

  void clear() {
    head = tail;
  }
}
