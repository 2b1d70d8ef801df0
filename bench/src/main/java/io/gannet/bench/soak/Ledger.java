package io.gannet.bench.soak;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which versions of each key may be told. A key has one writer, who counts its versions; whoever
 * asks may be told any from the last one that was acknowledged when it asked to the last one that
 * was sent when it was answered; or nothing, for a cache may forget. Any thread.
 */
final class Ledger {
  /** A server's clock has seconds, and is told once a turn. */
  private static final long CLOCK_MS_MAX = 2_500;

  private final AtomicLong slowestMs = new AtomicLong();
  private final AtomicLongArray floors;
  private final AtomicLongArray ceilings;

  Ledger(int keys) {
    floors = new AtomicLongArray(keys);
    ceilings = new AtomicLongArray(keys);
  }

  int keys() {
    return floors.length();
  }

  /** Its writer is about to send this version. */
  long next(int key) {
    return ceilings.incrementAndGet(key);
  }

  /**
   * That was acknowledged: nothing older may be told from now on.
   *
   * @param tookMs so much later than it was sent: its deadline counts from somewhere between
   */
  void stored(int key, long version, long tookMs) {
    slowestMs.accumulateAndGet(tookMs, Math::max);
    floors.set(key, version);
  }

  /** Its removal was acknowledged: nothing that was sent so far may be told. */
  void removed(int key) {
    floors.set(key, ceilings.get(key) + 1);
  }

  /** To be asked before a key is asked for. */
  long floor(int key) {
    return floors.get(key);
  }

  /**
   * Judges an answer.
   *
   * @param floor of the key, before it was asked for
   * @param askedMs the clock then
   * @throws Fault if it is a lie
   */
  void judge(int key, String name, long floor, long askedMs, byte[] value) throws Fault {
    Payload told = Payload.read(value);
    if (!told.key().equals(name)) {
      throw new Fault("a lie: " + told.key() + " was told as " + name);
    }
    if (told.version() < floor) {
      throw new Fault(
          "a lie: version " + told.version() + " of " + name + " after " + floor
              + " was acknowledged");
    }
    if (told.version() > ceilings.get(key)) {
      throw new Fault("a lie: a version of " + name + " that nobody sent");
    }
    long lateMs = CLOCK_MS_MAX + slowestMs.get();
    if (told.deadlineMs() != 0 && askedMs > told.deadlineMs() + lateMs) {
      throw new Fault("a lie: " + name + " was told past its deadline");
    }
  }
}
