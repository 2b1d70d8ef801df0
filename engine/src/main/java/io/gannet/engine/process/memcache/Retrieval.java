package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/** get, gets, gat, gats and touch: one key at a time. */
final class Retrieval {
  /** Room for all of a hit but its value. */
  private static final int HIT_BYTES = MemcacheComposer.VALUE_HEAD_BYTES_MAX + Reply.BYTES_MAX;

  /** The longest value that is ever copied: it must fit one block with all that goes around it. */
  private static final int COPIED_BYTES_MAX = Output.ENSURE_BYTES_MAX - HIT_BYTES;

  private final Store store;
  private final Expiry expiry;
  private final MemcacheMetrics metrics;

  Retrieval(Store store, Expiry expiry, MemcacheMetrics metrics) {
    this.store = store;
    this.expiry = expiry;
    this.metrics = metrics;
  }

  /** get and gets. */
  Step get(Request request, Key key, MemcacheSession session, Output out) {
    long item = store.find(key);
    if (item < 0) {
      return miss(request, out);
    }
    Step step = append(request, key, item, session, out);
    if (step == Step.WAIT && !session.waits()) {
      return miss(request, out);
    }
    if (step.isEnd()) {
      metrics.gets.increment();
      metrics.getHits.increment();
    }
    return step;
  }

  private Step miss(Request request, Output out) {
    Step step = appendNothing(request, out);
    if (step.isEnd()) {
      metrics.gets.increment();
      metrics.getMisses.increment();
    }
    return step;
  }

  /**
   * gat and gats, counted as touches alone. What no memory is to be had for in the end is a miss:
   * caches may forget.
   */
  Step getAndTouch(Request request, Key key, MemcacheSession session, Output out) {
    int deadlineSec = expiry.deadlineSec(request.exptime);
    boolean dead = deadlineSec == Expiry.DEAD;
    long item = dead ? store.find(key) : store.touch(key, deadlineSec);
    Step step =
        item == Store.NO_MEMORY
            ? Step.WAIT
            : item < 0 ? appendNothing(request, out) : append(request, key, item, session, out);
    if (step == Step.WAIT && !session.waits()) {
      item = Store.ABSENT;
      step = appendNothing(request, out);
    }
    if (!step.isEnd()) {
      return step;
    }
    metrics.touches.increment();
    if (item < 0) {
      metrics.touchMisses.increment();
      return step;
    }
    metrics.touchHits.increment();
    if (dead) {
      store.delete(key);
    }
    return step;
  }

  /** touch. */
  Reply touch(Request request, Key key, MemcacheSession session) {
    int deadlineSec = expiry.deadlineSec(request.exptime);
    boolean dead = deadlineSec == Expiry.DEAD;
    long item = dead ? store.find(key) : store.touch(key, deadlineSec);
    if (item == Store.NO_MEMORY && session.waits()) {
      return Reply.LATER;
    }
    metrics.touches.increment();
    if (item == Store.NO_MEMORY) {
      return Reply.NO_MEMORY;
    }
    if (item < 0) {
      metrics.touchMisses.increment();
      return Reply.NOT_FOUND;
    }
    metrics.touchHits.increment();
    if (dead) {
      store.delete(key);
    }
    return Reply.TOUCHED;
  }

  private Step appendNothing(Request request, Output out) {
    if (request.last && !out.ensure(Reply.BYTES_MAX)) {
      return Step.RETRY;
    }
    if (request.last) {
      out.position = Reply.END.put(out.memory, out.position);
    }
    return Step.DONE;
  }

  private Step append(
      Request request, Key key, long item, MemcacheSession session, Output out) {
    int length = store.valueLength(item);
    return length >= out.pinnedBytesMin() || length > COPIED_BYTES_MAX
        ? appendPinned(request, key, item, length, session, out)
        : appendCopied(request, key, item, length, out);
  }

  private Step appendCopied(Request request, Key key, long item, int length, Output out) {
    if (!out.ensure(HIT_BYTES + length)) {
      return Step.RETRY;
    }
    long at = putHead(request, key, item, length, out);
    MemorySegment.copy(store.memory(), store.valueOffset(item), out.memory, at, length);
    Reply end = request.last ? Reply.VALUES_END : Reply.VALUE_END;
    out.position = end.put(out.memory, at + length);
    return Step.DONE;
  }

  private Step appendPinned(
      Request request, Key key, long item, int length, MemcacheSession session, Output out) {
    if (!out.ensure(HIT_BYTES)) {
      return Step.RETRY;
    }
    long before = out.position;
    out.position = putHead(request, key, item, length, out);
    Step step = appendValue(item, length, out);
    if (step != Step.DONE) {
      out.position = before;
      return step;
    }
    session.owed = request.last ? Reply.VALUES_END : Reply.VALUE_END;
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  /** From where it lies; or, where too much is pinned already, as a copy. */
  private Step appendValue(long item, int length, Output out) {
    long pin = store.pin(item);
    if (pin == Store.NO_MEMORY) {
      boolean copied = out.appendCopied(store.memory(), store.valueOffset(item), length);
      metrics.copies.add(copied ? 1 : 0);
      return copied ? Step.DONE : Step.WAIT;
    }
    if (!out.appendPinned(store.memory(), store.valueOffset(item), length, pin)) {
      store.unpin(pin);
      return Step.RETRY;
    }
    return Step.DONE;
  }

  private long putHead(Request request, Key key, long item, int length, Output out) {
    MemorySegment to = out.memory;
    long at =
        MemcacheComposer.putValueHead(
            to, out.position, key.memory, key.offset, key.length, store.clientFlags(item), length);
    if (request.verb.tellsCas()) {
      at = MemcacheComposer.putSpaceDecimal(to, at, store.cas(item));
    }
    return MemcacheComposer.putLineEnd(to, at);
  }
}
