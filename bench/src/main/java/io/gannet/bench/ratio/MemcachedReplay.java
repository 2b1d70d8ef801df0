package io.gannet.bench.ratio;

import io.gannet.bench.ratio.MemcachedClient.Reply;
import io.gannet.bench.ratio.MemcachedClient.Store;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Verb.Effect;
import java.util.Map;

/**
 * A lookaside client of memcached that asks several requests at once: what was missed is stored
 * with the next ones, before them. In a batch nothing but look-ups comes behind another request of
 * the same key, and one behind a miss is a hit, as the store would have come between; so for each
 * key it is as if one request were made after the other. A batch is at most a hundredth of the
 * items that fit, so that stores come only that much too late.
 *
 * <p>Where memcached lives by the real time ({@link MemcachedClock}), deadlines are kept here: what
 * is past its own is deleted before it is asked for.
 */
final class MemcachedReplay {
  private static final int BATCH_MAX = 128;
  private static final int ITEMS_PER_BATCHED = 100;

  /** A value that is no larger is not refused for its size. */
  private static final int SURE_BYTES_MAX = 256 << 10;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Trace trace;
  private final MemcachedClient client;
  private final MemcachedClock clock;
  private final TallyCounter counter;
  private final int batchMax;
  private final long strideSec;
  private final int[] batchOf;
  private final int[] missedIn;
  private final int[] expiresAtSecOf;
  private final boolean[] expired = new boolean[BATCH_MAX];
  private final int[] missed = new int[BATCH_MAX];
  private int missedCount;
  private int batch;

  MemcachedReplay(
      Trace trace, MemcachedClient client, MemcachedClock clock, long memoryBytes,
      int uncounted) {
    this.trace = trace;
    this.client = client;
    this.clock = clock;
    this.counter = new TallyCounter(uncounted);
    long itemBytes = Math.max(1, trace.footprintBytes() / Math.max(1, trace.keys()));
    this.batchMax = Math.clamp(memoryBytes / itemBytes / ITEMS_PER_BATCHED, 1, BATCH_MAX);
    this.strideSec = MemcachedClock.strideSec(trace);
    this.batchOf = new int[trace.keys()];
    this.missedIn = new int[trace.keys()];
    this.expiresAtSecOf = new int[trace.keys()];
  }

  Tally run() {
    int next = 0;
    while (next < trace.requests()) {
      int end = ask(next);
      client.flush();
      readFills();
      read(next, end);
      clock.advance(nowSec(Math.min(end, trace.requests() - 1)));
      storeMissed();
      next = end;
    }
    client.flush();
    readFills();
    return counter.tally(bytesPerItem());
  }

  /** Of chunks that hold items, and of the table that finds them. */
  private double bytesPerItem() {
    Map<String, String> all = client.stats("");
    Map<String, String> slabs = client.stats("slabs");
    long bytes = number(all, "hash_bytes");
    for (String name : slabs.keySet()) {
      if (name.endsWith(":chunk_size")) {
        String used = name.replace("chunk_size", "used_chunks");
        bytes += number(slabs, name) * number(slabs, used);
      }
    }
    long items = number(all, "curr_items");
    return items == 0 ? Double.NaN : (double) bytes / items;
  }

  private static long number(Map<String, String> stats, String name) {
    return Long.parseLong(stats.getOrDefault(name, "0"));
  }

  /** Asks the next batch; returns the request behind it. */
  private int ask(int first) {
    batch++;
    int end = first;
    while (end < trace.requests() && end - first < batchMax && mayFollow(first, end)) {
      int key = trace.key(end);
      expired[end - first] = forgetExpired(end);
      switch (trace.verb(end).effect()) {
        case LOOK_UP -> client.get(key, trace.keyBytes(key));
        case STORE -> store(Store.SET, end);
        case STORE_IF_ABSENT -> store(Store.ADD, end);
        case STORE_IF_THERE -> store(Store.REPLACE, end);
        case CHANGE -> client.change(key, trace.keyBytes(key));
        case DELETE -> client.delete(key, trace.keyBytes(key));
      }
      end++;
    }
    return end;
  }

  /** Deletes what memcached, living by real time, believes to live on; whether there was such. */
  private boolean forgetExpired(int request) {
    if (clock.isFaked() || !isExpired(request)) {
      return false;
    }
    int key = trace.key(request);
    client.delete(key, trace.keyBytes(key));
    expiresAtSecOf[key] = 0;
    return true;
  }

  private boolean isExpired(int request) {
    int expiresAtSec = expiresAtSecOf[trace.key(request)];
    return expiresAtSec != 0 && expiresAtSec <= nowSec(request);
  }

  private boolean mayFollow(int first, int request) {
    if (nowSec(request) - nowSec(first) >= strideSec) {
      return false;
    }
    int key = trace.key(request);
    boolean isNew = batchOf[key] != batch;
    batchOf[key] = batch;
    return isNew || trace.verb(request).effect() == Effect.LOOK_UP && isSurelyStored(request);
  }

  private boolean isSurelyStored(int request) {
    return trace.valueBytes(request) <= SURE_BYTES_MAX;
  }

  private void store(Store verb, int request) {
    int key = trace.key(request);
    if (verb != Store.ADD) { // which may leave what is there, with its deadline
      noteDeadline(request);
    }
    long exptime = clock.exptime(trace.ttlSec(request));
    client.store(verb, key, trace.keyBytes(key), trace.valueBytes(request), exptime);
  }

  private void noteDeadline(int request) {
    int ttlSec = trace.ttlSec(request);
    expiresAtSecOf[trace.key(request)] = ttlSec == 0 ? 0 : nowSec(request) + ttlSec;
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
    if (client.reply() == Reply.REFUSED) {
      counter.refused(request);
    }
  }

  private void read(int first, int end) {
    for (int request = first; request < end; request++) {
      if (expired[request - first]) {
        client.reply();
      }
      Effect effect = trace.verb(request).effect();
      switch (effect) {
        case LOOK_UP -> readGet(request);
        case DELETE -> {
          counter.deleted(request);
          client.reply();
        }
        case CHANGE -> readChanged(request);
        case STORE_IF_ABSENT -> readAdded(request);
        default -> {
          counter.set(request);
          readStored(request);
        }
      }
    }
  }

  private void readAdded(int request) {
    counter.set(request);
    switch (client.reply()) {
      case REFUSED -> counter.refused(request);
      case DONE -> noteDeadline(request);
      default -> { }
    }
  }

  private void readGet(int request) {
    boolean isThere = client.reply() == Reply.HIT && !isExpired(request);
    boolean hit = isThere || missedIn[trace.key(request)] == batch;
    counter.got(request, hit);
    if (!hit) {
      noteMissed(request);
    }
  }

  private void noteMissed(int request) {
    missedIn[trace.key(request)] = batch;
    missed[missedCount++] = request;
  }

  private void readChanged(int request) {
    counter.set(request);
    switch (client.reply()) {
      case REFUSED -> counter.refused(request);
      case NOT_DONE -> noteMissed(request);
      default -> { }
    }
  }

  private void storeMissed() {
    for (int i = 0; i < missedCount; i++) {
      store(Store.SET, missed[i]);
    }
  }
}
