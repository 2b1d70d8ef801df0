package io.gannet.engine.watch;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A worker's end of what watchers are told. While nobody watches there is no ring, and a worker
 * asks a field whether there is. While somebody does, events are written into one that is lent to
 * the worker; what finds it full is counted, and nothing is ever waited for.
 *
 * <pre>
 *   control plane    lend ─► want … want ─► takeBack ·················► isBack: may be unmapped
 *   worker                    events, published before replies leave ─► gives back then
 * </pre>
 *
 * <p>Which streams are wanted is read anew for each event: who has been told OK sees whatever is
 * asked for afterwards, of any worker. Events have numbers that rise over all workers, in the order
 * in which things happened. Two threads, each with its part. Allocates a producer's end for each
 * ring, nothing else.
 */
public final class WatchLog {
  private static final long NONE = MailRing.NONE;

  private final int worker;
  private final int slots;
  private final AtomicLong gids;
  private final WatchMetrics metrics = new WatchMetrics();

  /** Written by the control plane, each before the next. */
  private volatile MailRing ring;

  private volatile int streams;

  /** Cleared by the worker, as the last that it does with the ring. */
  private volatile boolean lent;

  /** The worker's own from here on. */
  private MailProducer producer;

  private MemorySegment memory = MemorySegment.NULL;
  private int cfd;

  /**
   * Of a worker.
   *
   * @param slots how many connections each worker has, so that they have numbers of their own
   * @param gids of the last event, shared by all workers
   */
  public WatchLog(int worker, int slots, AtomicLong gids) {
    this.worker = worker;
    this.slots = slots;
    this.gids = gids;
  }

  /** One that nobody ever watches. */
  public static WatchLog unwatched() {
    return new WatchLog(0, 0, new AtomicLong());
  }

  /** What it counts. */
  public WatchMetrics metrics() {
    return metrics;
  }

  /**
   * Lends a ring to the worker, which has none, for what is wanted. The control plane.
   *
   * <p>That there is a ring to be given back is told last: before, nothing was wanted.
   */
  public void lend(MailRing to, int wanted) {
    assert isBack() && streams == 0 && wanted != 0;
    ring = to;
    streams = wanted;
    lent = true;
  }

  /** Something else is wanted from now on. The control plane. */
  public void want(int wanted) {
    assert !isBack() && wanted != 0;
    streams = wanted;
  }

  /** Nothing is wanted any more, and the ring is to be given back. The control plane. */
  public void takeBack() {
    streams = 0;
  }

  /** True if the worker has no ring. The control plane. */
  public boolean isBack() {
    return !lent;
  }

  /** True if anything is wanted. */
  public boolean isOn() {
    return streams != 0;
  }

  /** True if events of a stream are wanted. */
  public boolean wants(WatchStream stream) {
    return (streams & stream.bit()) != 0;
  }

  /** Whatever is told from here on is done for that client, who is connected to some worker. */
  public void by(int itsWorker, long client) {
    cfd = itsWorker * slots + (int) client;
  }

  /** A key was looked up. */
  public void fetched(
      MemorySegment key, long offset, int length, WatchStatus status, int kind, int size,
      long nowNs) {
    if (wants(WatchStream.FETCHERS)) {
      long at = begin(length, nowNs);
      if (at != NONE) {
        put(at, status, WatchCommand.SET, kind, size, 0);
        end(WatchLayout.FETCH, at, key, offset, length);
      }
    }
  }

  /** A value was stored, or was not. */
  public void stored(
      MemorySegment key, long offset, int length, WatchStatus status, WatchCommand command,
      int kind, int size, int ttlSec, long nowNs) {
    if (wants(WatchStream.MUTATIONS)) {
      long at = begin(length, nowNs);
      if (at != NONE) {
        put(at, status, command, kind, size, ttlSec);
        end(WatchLayout.STORE, at, key, offset, length);
      }
    }
  }

  /** An item was deleted. */
  public void deleted(
      MemorySegment key, long offset, int length, WatchCommand command, int kind, int size,
      long nowNs) {
    if (wants(WatchStream.DELETIONS)) {
      long at = begin(length, nowNs);
      if (at != NONE) {
        put(at, WatchStatus.FOUND, command, kind, size, 0);
        end(WatchLayout.DELETION, at, key, offset, length);
      }
    }
  }

  /**
   * An item is forgotten to make room.
   *
   * @param ttlSec what it had to live, -1 for ever
   * @param ageSec since when it was not touched
   */
  public void evicted(
      MemorySegment key, long offset, int length, boolean found, int kind, int size, int ttlSec,
      int ageSec, long nowNs) {
    if (wants(WatchStream.EVICTIONS)) {
      long at = begin(length, nowNs);
      if (at != NONE) {
        WatchStatus status = found ? WatchStatus.FOUND : WatchStatus.NOT_FOUND;
        put(at, status, WatchCommand.SET, kind, size, ttlSec);
        Bits.putInt(memory, at + WatchLayout.AGE, ageSec);
        end(WatchLayout.EVICTION, at, key, offset, length);
      }
    }
  }

  /**
   * A client has come or goes: room for its address, in {@link #memory}.
   *
   * @return where it begins; negative if that is not wanted, or there is no room
   */
  public long addressText(int bytesMax, long nowNs) {
    assert bytesMax <= WatchLayout.TEXT_BYTES_MAX;
    long at = wants(WatchStream.CONNEVENTS) ? begin(bytesMax, nowNs) : NONE;
    return at == NONE ? NONE : at + WatchLayout.HEAD_BYTES;
  }

  /** The memory of the ring. */
  public MemorySegment memory() {
    return memory;
  }

  /** The address of one who has come lies from {@code text} on to {@code end}. */
  public void connected(WatchCommand way, long text, long end) {
    putConnection(WatchLayout.CONNECTED, WatchStatus.NORMAL, way, text, end);
  }

  /** The same of one who goes. */
  public void closed(WatchStatus why, WatchCommand way, long text, long end) {
    putConnection(WatchLayout.CLOSED, why, way, text, end);
  }

  private void putConnection(
      int event, WatchStatus status, WatchCommand way, long text, long end) {
    long at = text - WatchLayout.HEAD_BYTES;
    put(at, status, way, 0, 0, 0);
    commit(event, at, (int) (end - text));
  }

  private long begin(int textBytesMax, long nowNs) {
    if (producer == null) {
      producer = ring.producer();
      memory = producer.memory();
    }
    int bytes = Math.min(textBytesMax, WatchLayout.TEXT_BYTES_MAX);
    long at = producer.claim(WatchLayout.HEAD_BYTES + bytes);
    if (at == NONE) {
      metrics.dropped.increment();
    } else {
      Bits.putLong(memory, at + WatchLayout.TIME, nowNs);
    }
    return at;
  }

  private void put(
      long at, WatchStatus status, WatchCommand command, int kind, int size, int ttlSec) {
    Bits.putLong(memory, at + WatchLayout.GID, gids.incrementAndGet());
    Bits.putInt(memory, at + WatchLayout.SIZE, size);
    Bits.putInt(memory, at + WatchLayout.TTL, ttlSec);
    Bits.putInt(memory, at + WatchLayout.AGE, 0);
    Bits.putInt(memory, at + WatchLayout.CFD, cfd);
    Bits.putByte(memory, at + WatchLayout.STATUS, status.ordinal());
    Bits.putByte(memory, at + WatchLayout.COMMAND, command.ordinal());
    Bits.putInt(memory, at + WatchLayout.KIND, kind);
  }

  private void end(int event, long at, MemorySegment key, long offset, int length) {
    int bytes = Math.min(length, WatchLayout.TEXT_BYTES_MAX);
    MemorySegment.copy(key, offset, memory, at + WatchLayout.HEAD_BYTES, bytes);
    commit(event, at, bytes);
  }

  private void commit(int event, long at, int textBytes) {
    Bits.putShort(memory, at + WatchLayout.LENGTH, textBytes);
    producer.commit(event, WatchLayout.HEAD_BYTES + textBytes);
    metrics.written.increment();
  }

  /** Lets who makes lines see what was told: before anybody else can learn of it. */
  public void publish() {
    if (!lent) {
      return;
    }
    if (producer != null) {
      producer.publish();
    }
    if (streams == 0) {
      giveBack();
    }
  }

  private void giveBack() {
    producer = null;
    memory = MemorySegment.NULL;
    ring = null;
    lent = false;
  }
}
