package io.gannet.bench.ratio;

import io.gannet.bench.ratio.MemcachedClient.Reply;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.workload.Op;

/**
 * A lookaside client of memcached that asks several requests at once: what was missed is stored
 * with the next ones, before them. No key is in a batch twice, so for each key it is as if one
 * request were made after the other; and a batch is at most a hundredth of the items that fit, so
 * that stores come only that much too late.
 *
 * <p>memcached lives by the real time, a replay by the trace's: deadlines are kept here, and what
 * is found past its deadline is a miss.
 */
final class MemcachedReplay {
  private static final int BATCH_MAX = 32;
  private static final int ITEMS_PER_BATCHED = 100;
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Trace trace;
  private final MemcachedClient client;
  private final TallyCounter counter;
  private final int batchMax;
  private final int[] batchOf;
  private final int[] expiresAtSecOf;
  private final int[] missed = new int[BATCH_MAX];
  private int missedCount;
  private int batch;

  MemcachedReplay(Trace trace, MemcachedClient client, long memoryBytes, int uncounted) {
    this.trace = trace;
    this.client = client;
    this.counter = new TallyCounter(uncounted);
    long itemBytes = Math.max(1, trace.footprintBytes() / Math.max(1, trace.keys()));
    this.batchMax = Math.clamp(memoryBytes / itemBytes / ITEMS_PER_BATCHED, 1, BATCH_MAX);
    this.batchOf = new int[trace.keys()];
    this.expiresAtSecOf = new int[trace.keys()];
  }

  Tally run() {
    int next = 0;
    while (next < trace.requests()) {
      int end = ask(next);
      client.flush();
      readFills();
      read(next, end);
      storeMissed();
      next = end;
    }
    client.flush();
    readFills();
    return counter.tally();
  }

  /** Asks the next batch; returns the request behind it. */
  private int ask(int first) {
    batch++;
    int end = first;
    while (end < trace.requests() && end - first < batchMax && isNew(trace.key(end))) {
      int key = trace.key(end);
      switch (trace.op(end)) {
        case GET -> client.get(key, trace.keyBytes(key));
        case SET -> store(end);
        case DELETE -> client.delete(key, trace.keyBytes(key));
      }
      end++;
    }
    return end;
  }

  private boolean isNew(int key) {
    boolean isNew = batchOf[key] != batch;
    batchOf[key] = batch;
    return isNew;
  }

  private void store(int request) {
    int key = trace.key(request);
    int ttlSec = trace.ttlSec(request);
    expiresAtSecOf[key] = ttlSec == 0 ? 0 : nowSec(request) + ttlSec;
    client.set(key, trace.keyBytes(key), trace.valueBytes(request));
  }

  private int nowSec(int request) {
    return (int) (trace.atNs(request) / NS_PER_SEC);
  }

  /** The replies to what the batch before had missed. */
  private void readFills() {
    for (int i = 0; i < missedCount; i++) {
      readStored(missed[i]);
    }
    missedCount = 0;
  }

  private void readStored(int request) {
    if (client.reply() != Reply.DONE) {
      counter.refused(request);
    }
  }

  private void read(int first, int end) {
    for (int request = first; request < end; request++) {
      Op op = trace.op(request);
      if (op == Op.GET) {
        readGet(request);
      } else if (op == Op.SET) {
        counter.set(request);
        readStored(request);
      } else {
        counter.deleted(request);
        client.reply();
      }
    }
  }

  private void readGet(int request) {
    int expiresAtSec = expiresAtSecOf[trace.key(request)];
    boolean expired = expiresAtSec != 0 && expiresAtSec <= nowSec(request);
    boolean hit = client.reply() == Reply.HIT && !expired;
    counter.got(request, hit);
    if (!hit) {
      missed[missedCount++] = request;
    }
  }

  private void storeMissed() {
    for (int i = 0; i < missedCount; i++) {
      store(missed[i]);
    }
  }
}
