package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Verb.Effect;

/** A lookaside client: what it does not find it stores. */
final class Replay {
  /** A turn of a busy worker: so often the clock is told, and background work done. */
  static final int REQUESTS_PER_TURN = 32;

  private Replay() {}

  /** The whole trace, on the thread that calls. */
  static Tally run(Trace trace, Cache cache, int uncounted) {
    TallyCounter counter = new TallyCounter(uncounted);
    for (int request = 0; request < trace.requests(); request++) {
      if (request % REQUESTS_PER_TURN == 0) {
        cache.turn(trace.atNs(request));
      }
      Effect effect = trace.verb(request).effect();
      switch (effect) {
        case LOOK_UP -> get(cache, request, counter);
        case DELETE -> {
          counter.deleted(request);
          cache.delete(request);
        }
        default -> {
          counter.set(request);
          store(effect, cache, request, counter);
        }
      }
    }
    return counter.tally(cache.bytesPerItem());
  }

  private static void get(Cache cache, int request, TallyCounter counter) {
    boolean hit = cache.get(request);
    counter.got(request, hit);
    if (!hit) {
      set(cache, request, counter);
    }
  }

  private static void store(Effect effect, Cache cache, int request, TallyCounter counter) {
    boolean isThere = effect != Effect.STORE && cache.get(request);
    boolean stores = switch (effect) {
      case STORE_IF_ABSENT -> !isThere;
      case STORE_IF_THERE -> isThere;
      default -> true;
    };
    if (effect == Effect.CHANGE && isThere) {
      if (!cache.change(request)) {
        counter.refused(request);
      }
    } else if (stores) {
      set(cache, request, counter);
    }
  }

  private static void set(Cache cache, int request, TallyCounter counter) {
    if (!cache.set(request)) {
      counter.refused(request);
    }
  }
}
