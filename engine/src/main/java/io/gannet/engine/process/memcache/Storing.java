package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * set, add, replace, append, prepend and cas. A set that is there whole is put at once. All else
 * begins with a reservation as long as its data block, which is filled at once or over many reads;
 * what is to become of it is decided when the block is complete, as memcached does. For append and
 * prepend it is a scratch place that is given back once its bytes have been joined to those of the
 * item.
 */
final class Storing {
  private static final int LINE_END_BYTES = 2;

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
   * Reserves, and stores if the data block is there; else the session awaits it.
   *
   * @return what is to be answered now; {@link Reply#NONE} if that is not known yet
   */
  Reply store(Request request, Key key, MemcacheSession session, MemorySegment in) {
    int deadlineSec = expiry.deadlineSec(request.exptime);
    boolean dead = deadlineSec == Expiry.DEAD;
    if (request.verb == Verb.SET && request.whole && !dead && isEnded(request, in)) {
      return put(request, key, session, in, deadlineSec);
    }
    long reservation =
        store.reserve(
            key, request.valueLength, request.clientFlags, dead ? Store.NEVER : deadlineSec);
    if (reservation < 0) {
      return refuse(request, key, session, reservation);
    }
    if (!request.whole) {
      await(request, key, session, reservation, dead);
      return Reply.NONE;
    }
    long length = request.valueLength;
    MemorySegment.copy(
        in, request.valueOffset, store.memory(), store.valueOffset(reservation), length);
    boolean good = isEnded(request, in);
    return complete(request.verb, key, reservation, request.number, dead, good);
  }

  private static boolean isEnded(Request request, MemorySegment in) {
    return in.get(SHORT, request.valueOffset + request.valueLength) == CR_LF;
  }

  /** A set of which nothing is open any more: the store may do it at once. */
  private Reply put(
      Request request, Key key, MemcacheSession session, MemorySegment in, int deadlineSec) {
    long item =
        store.put(
            key, request.clientFlags, deadlineSec, in, request.valueOffset, request.valueLength);
    if (item < 0) {
      return refuse(request, key, session, item);
    }
    metrics.sets.increment();
    return Reply.STORED;
  }

  /** No place for the value: it is ignored, and what a set was to replace must not survive it. */
  private Reply refuse(Request request, Key key, MemcacheSession session, long why) {
    if (request.verb == Verb.SET) {
      store.delete(key);
    }
    if (!request.whole) {
      session.parsing.skip((long) request.valueLength + LINE_END_BYTES);
    }
    (why == Store.TOO_LARGE ? metrics.tooLarge : metrics.noMemory).increment();
    return why == Store.TOO_LARGE ? Reply.TOO_LARGE : Reply.NO_MEMORY_STORING;
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
    boolean good = in.memory.get(BYTE, in.position++) == '\n' && session.lineEndGood;
    long reservation = session.reservation;
    Key key =
        pendingKey.set(
            store.memory(), store.keyOffset(reservation), store.keyLength(reservation));
    key.hash = session.keyHash;
    session.reservation = MemcacheSession.NO_RESERVATION;
    return complete(session.verb, key, reservation, session.casUnique, session.dead, good);
  }

  /** The data block is there: decides what becomes of the reservation. */
  private Reply complete(
      Verb verb, Key key, long reservation, long casUnique, boolean dead, boolean good) {
    metrics.sets.increment();
    if (!good) {
      store.abandon(reservation);
      return Reply.BAD_DATA;
    }
    if (verb == Verb.APPEND || verb == Verb.PREPEND) {
      return rewriting.join(verb, key, reservation);
    }
    Reply reply = decide(verb, key, casUnique);
    if (reply == Reply.STORED && !dead) {
      store.publish(reservation, key.hash);
      return reply;
    }
    return discard(key, reservation, reply);
  }

  private Reply decide(Verb verb, Key key, long casUnique) {
    return switch (verb) {
      case ADD -> store.find(key) < 0 ? Reply.STORED : Reply.NOT_STORED;
      case REPLACE -> store.find(key) < 0 ? Reply.NOT_STORED : Reply.STORED;
      case CAS -> compare(key, casUnique);
      default -> Reply.STORED;
    };
  }

  /** Gives the place back. STORED though it is: dead on arrival, nothing of the key remains. */
  private Reply discard(Key key, long reservation, Reply reply) {
    if (reply == Reply.STORED) {
      store.delete(key);
    }
    store.abandon(reservation);
    return reply;
  }

  private Reply compare(Key key, long casUnique) {
    long item = store.find(key);
    if (item < 0) {
      metrics.casMisses.increment();
      return Reply.NOT_FOUND;
    }
    if (store.cas(item) != casUnique) {
      metrics.casBadval.increment();
      return Reply.EXISTS;
    }
    metrics.casHits.increment();
    return Reply.STORED;
  }
}
