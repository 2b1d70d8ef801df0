package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/** A lookaside client: what it does not find it stores. */
final class Replay {
  /** A turn of a busy worker: so often the clock is told, and background work done. */
  private static final int REQUESTS_PER_TURN = 32;

  private Replay() {}

  /** The whole trace, on the thread that calls. */
  static Tally run(Trace trace, Cache cache, int uncounted) {
    TallyCounter counter = new TallyCounter(uncounted);
    for (int request = 0; request < trace.requests(); request++) {
      if (request % REQUESTS_PER_TURN == 0) {
        cache.turn(trace.atNs(request));
      }
      switch (trace.op(request)) {
        case GET -> get(cache, request, counter);
        case SET -> {
          counter.set(request);
          set(cache, request, counter);
        }
        case DELETE -> {
          counter.deleted(request);
          cache.delete(request);
        }
      }
    }
    return counter.tally();
  }

  private static void get(Cache cache, int request, TallyCounter counter) {
    boolean hit = cache.get(request);
    counter.got(request, hit);
    if (!hit) {
      set(cache, request, counter);
    }
  }

  private static void set(Cache cache, int request, TallyCounter counter) {
    if (!cache.set(request)) {
      counter.refused(request);
    }
  }
}
