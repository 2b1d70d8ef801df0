package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;
import static io.gannet.engine.protocol.memcache.Reply.NO_MEMORY_STORING;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * set, add, replace, append, prepend and cas. What is there whole is decided and put at once. A
 * large value that is cut begins with a reservation as long as its data block, which is filled over
 * many reads; what is to become of it is decided when the block is complete, as memcached does. For
 * append and prepend it is a scratch place that is given back once its bytes have been joined to
 * those of the item.
 *
 * <p>Where no memory is to be had now nothing has happened yet, and the request is tried again.
 */
final class Storing {
  static final int LINE_END_BYTES = 2;

  private final Store store;
  private final Expiry expiry;
  private final MemcacheMetrics metrics;
  private final Rewriting rewriting;
  private final Key pendingKey = new Key();

  Storing(Store store, Expiry expiry, Rewriting rewriting, MemcacheMetrics metrics) {
    this.store = store;
    this.expiry = expiry;
    this.rewriting = rewriting;
    this.metrics = metrics;
  }

  /**
   * Stores, or, if the data block is cut, reserves: then the session awaits it.
   *
   * @return what is to be answered now; {@link Reply#NONE} if that is not known yet
   */
  Reply store(Request request, Key key, MemcacheSession session, MemorySegment in) {
    int deadlineSec = expiry.deadlineSec(request.exptime);
    if (store.isTooLarge(key.length, request.valueLength, clientFlags(request))) {
      return refuse(request, key, session, Reply.TOO_LARGE);
    }
    return request.whole
        ? storeWhole(request, key, session, in, deadlineSec)
        : reserve(request, key, session, deadlineSec);
  }

  private Reply storeWhole(
      Request request, Key key, MemcacheSession session, MemorySegment in, int deadlineSec) {
    Verb verb = request.verb;
    Reply reply;
    if (in.get(SHORT, request.valueOffset + request.valueLength) != CR_LF) {
      reply = Reply.BAD_DATA;
    } else if (verb == Verb.APPEND || verb == Verb.PREPEND) {
      reply =
          rewriting.join(verb, key, in, request.valueOffset, request.valueLength, session);
    } else {
      reply = decide(verb, key, request.number);
      if (reply == Reply.STORED && !put(request, key, in, deadlineSec)) {
        return session.waits() ? Reply.LATER : refuse(request, key, session, NO_MEMORY_STORING);
      }
    }
    return reply == Reply.LATER ? reply : counted(verb, reply);
  }

  /** Makes the value the key's item; what is dead on arrival leaves nothing of the key. */
  private boolean put(Request request, Key key, MemorySegment in, int deadlineSec) {
    if (deadlineSec == Expiry.DEAD) {
      store.delete(key);
      return true;
    }
    int length = request.valueLength;
    return store.put(key, request.clientFlags, deadlineSec, in, request.valueOffset, length) >= 0;
  }

  private Reply reserve(Request request, Key key, MemcacheSession session, int deadlineSec) {
    boolean dead = deadlineSec == Expiry.DEAD;
    long reservation =
        store.reserve(
            key, request.valueLength, clientFlags(request), dead ? Store.NEVER : deadlineSec);
    if (reservation >= 0) {
      await(request, key, session, reservation, dead);
      return Reply.NONE;
    }
    return session.waits() ? Reply.LATER : refuse(request, key, session, NO_MEMORY_STORING);
  }

  /** What is joined to an item takes the item's own: what the request says of them is ignored. */
  static int clientFlags(Request request) {
    return request.verb == Verb.APPEND || request.verb == Verb.PREPEND ? 0 : request.clientFlags;
  }

  /** No place for the value: it is ignored, and what a set was to replace must not survive it. */
  private Reply refuse(Request request, Key key, MemcacheSession session, Reply why) {
    if (request.verb == Verb.SET) {
      store.delete(key);
    }
    if (!request.whole) {
      session.parsing.skip((long) request.valueLength + LINE_END_BYTES);
    }
    (why == Reply.TOO_LARGE ? metrics.tooLarge : metrics.noMemory).increment();
    return why;
  }

  private void await(
      Request request, Key key, MemcacheSession session, long reservation, boolean dead) {
    session.reservation = reservation;
    session.verb = request.verb;
    session.noreply = request.noreply;
    session.dead = dead;
    session.keyHash = key.hash;
    session.casUnique = request.number;
    session.valueOffset = store.valueOffset(reservation);
    session.valueLength = request.valueLength;
    session.receivedBytes = 0;
    session.lineEndBytes = 0;
    session.lineEndGood = true;
  }

  /** Takes what there is of the value awaited, and of the line end but for its last byte. */
  void receive(MemcacheSession session, Window in) {
    long bytes = Math.min(session.awaitedBytes(), in.remaining());
    MemorySegment.copy(
        in.memory, in.position, store.memory(), session.awaitedOffset(), bytes);
    session.receivedBytes += bytes;
    in.position += bytes;
    if (session.awaitedBytes() == 0 && session.lineEndBytes == 0 && in.remaining() > 0) {
      session.lineEndGood = in.memory.get(BYTE, in.position++) == '\r';
      session.lineEndBytes = 1;
    }
  }

  /** Takes the last byte of the line end and stores; returns what is to be answered. */
  Reply finish(MemcacheSession session, Window in) {
    boolean good = in.memory.get(BYTE, in.position) == '\n' && session.lineEndGood;
    long reservation = session.reservation;
    Key key =
        pendingKey.set(
            store.memory(), store.keyOffset(reservation), store.keyLength(reservation));
    key.hash = session.keyHash;
    Reply reply = good ? complete(session, key) : Reply.BAD_DATA;
    if (reply == Reply.LATER) {
      return reply;
    }
    in.position++;
    session.reservation = MemcacheSession.NO_RESERVATION;
    if (reply == Reply.STORED && published(session)) {
      store.publish(reservation, key.hash);
    } else {
      store.abandon(reservation);
    }
    return counted(session.verb, reply);
  }

  /** Decides what becomes of a value that is complete. */
  private Reply complete(MemcacheSession session, Key key) {
    Verb verb = session.verb;
    if (verb == Verb.APPEND || verb == Verb.PREPEND) {
      long from = session.valueOffset;
      return rewriting.join(verb, key, store.memory(), from, session.valueLength, session);
    }
    Reply reply = decide(verb, key, session.casUnique);
    if (reply == Reply.STORED && session.dead) {
      store.delete(key);
    }
    return reply;
  }

  /** True if it is the reservation itself that becomes the key's item. */
  private static boolean published(MemcacheSession session) {
    return !session.dead && session.verb != Verb.APPEND && session.verb != Verb.PREPEND;
  }

  private Reply decide(Verb verb, Key key, long casUnique) {
    return switch (verb) {
      case ADD -> store.find(key) < 0 ? Reply.STORED : Reply.NOT_STORED;
      case REPLACE -> store.find(key) < 0 ? Reply.NOT_STORED : Reply.STORED;
      case CAS -> compare(key, casUnique);
      default -> Reply.STORED;
    };
  }

  private Reply compare(Key key, long casUnique) {
    long item = store.find(key);
    if (item < 0) {
      return Reply.NOT_FOUND;
    }
    return store.cas(item) == casUnique ? Reply.STORED : Reply.EXISTS;
  }

  /** Counts a data block, now that its reply is known. */
  private Reply counted(Verb verb, Reply reply) {
    metrics.sets.increment();
    if (verb == Verb.CAS) {
      switch (reply) {
        case STORED -> metrics.casHits.increment();
        case EXISTS -> metrics.casBadval.increment();
        case NOT_FOUND -> metrics.casMisses.increment();
        default -> {}
      }
    }
    return reply;
  }
}
