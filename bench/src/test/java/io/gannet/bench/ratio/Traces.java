package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Workload;
import java.util.Random;

/** Seeded traces for tests. */
final class Traces {
  private Traces() {}

  /** Gets alone, of keys some of which are asked far more often; sizes by key. */
  static Trace gets(long seed, int requests, int keys, int valueBytesMax) {
    return random(seed, requests, keys, valueBytesMax, false);
  }

  /** Gets, sets of changing sizes, deletes, deadlines. */
  static Trace mixed(long seed, int requests, int keys, int valueBytesMax) {
    return random(seed, requests, keys, valueBytesMax, true);
  }

  private static Trace random(
      long seed, int requests, int keys, int valueBytesMax, boolean mixed) {
    Random random = new Random(seed);
    RequestSource source =
        ask -> {
          double skewed = Math.pow(random.nextDouble(), 3);
          ask.key = (long) (skewed * keys);
          ask.keyBytes = 16;
          int fate = mixed ? random.nextInt(20) : 19;
          ask.op = fate < 3 ? Op.SET : fate == 3 ? Op.DELETE : Op.GET;
          boolean ownSize = ask.op == Op.SET;
          ask.valueBytes = 1 + (ownSize ? random.nextInt(valueBytesMax)
              : (int) (ask.key * 7919 % valueBytesMax));
          ask.ttlSec = mixed && random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
          return true;
        };
    return Trace.of(workload(source), requests);
  }

  static Workload workload(RequestSource source) {
    return new Workload() {
      @Override
      public RequestSource source(int index, int count) {
        return source;
      }

      @Override
      public RequestSource fill(int index, int count) {
        return (Ask ask) -> false;
      }

      @Override
      public long fillCount() {
        return 0;
      }

      @Override
      public boolean fillsOnMiss() {
        return true;
      }

      @Override
      public int valueBytesMax() {
        return 1 << 20;
      }

      @Override
      public String describe() {
        return "made for a test";
      }
    };
  }
}
