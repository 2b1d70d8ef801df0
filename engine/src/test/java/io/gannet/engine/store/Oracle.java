package io.gannet.engine.store;

import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Knows what every key was given last, and so what a store may answer: it may forget, it must never
 * lie. A miss is believed, and from then on the key may not come back by itself.
 *
 * <p>Keys are numbers; {@link Alphabet} spells them. It has to be cheap, for it is asked some ten
 * million times in a build: arrays, and values that are stretches of one pool.
 */
public final class Oracle {
  /**
   * What a key was given.
   *
   * @param value where its bytes are kept, from {@code at} on
   * @param cas its token, 0 while nobody has asked for it
   */
  public record Held(
      MemorySegment value, long at, int length, int flags, int expiresAtSec, long cas) {
    /** The same with another deadline. */
    public Held until(int deadlineSec) {
      return new Held(value, at, length, flags, deadlineSec, cas);
    }

    /** The same with its token known. */
    public Held told(long token) {
      return new Held(value, at, length, flags, expiresAtSec, token);
    }
  }

  private static final int TOKENS_AT_FIRST = 1 << 12;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final CoarseClock clock;
  private final Held[] truth;
  private final boolean tokensStay;

  /** The tokens that each key ever had, mixed with its number: an open table, 0 is free. */
  private long[] tokens = new long[TOKENS_AT_FIRST];

  private int tokenCount;

  /** When all is to be forgotten, or {@link Store#NEVER}. */
  private int flushAtSec = Store.NEVER;

  /** The most bytes of key and value that were taken, without and with client flags. */
  private final long[] takenBytesMax = {-1, -1};

  /** The fewest that were too many. */
  private final long[] refusedBytesMin = {Long.MAX_VALUE, Long.MAX_VALUE};

  /** Live items that were missed. */
  public long forgotten;

  /** Items that were found. */
  public long hits;

  /**
   * @param tokensStay false if an unchanged item may get another token: a spurious EXISTS
   */
  public Oracle(CoarseClock clock, int keys, boolean tokensStay) {
    this.clock = clock;
    this.truth = new Held[keys];
    this.tokensStay = tokensStay;
  }

  /** How many keys there are. */
  public int keys() {
    return truth.length;
  }

  /** What the key was given last and may still have, or null. */
  public Held live(int number) {
    Held held = truth[number];
    return isLive(held) ? held : null;
  }

  private boolean isLive(Held held) {
    return held != null
        && (held.expiresAtSec == Store.NEVER || held.expiresAtSec > clock.nowSec());
  }

  /** What the key must have if the store says that it has something. */
  public Held hit(int number) {
    Held held = truth[number];
    check(held != null, "found what nobody stored, or what was deleted or flushed");
    check(isLive(held), "a hit past its deadline");
    hits++;
    return held;
  }

  /** The key was given this. */
  public void put(int number, Held held) {
    truth[number] = held;
  }

  /** The store says that the key has nothing. */
  public void missed(int number) {
    forgotten += isLive(truth[number]) ? 1 : 0;
    truth[number] = null;
  }

  /** The key has nothing any more. */
  public void remove(int number) {
    truth[number] = null;
  }

  /** Everything is forgotten now. */
  public void removeAll() {
    Arrays.fill(truth, null);
  }

  /** Everything is to be forgotten then, or now; the last to say so decides. */
  public void flushAt(int sec) {
    flushAtSec = sec;
    flushIfDue();
  }

  /** To be called when the time has changed and the processor was told. */
  public void flushIfDue() {
    if (flushAtSec != Store.NEVER && flushAtSec <= clock.nowSec()) {
      flushAtSec = Store.NEVER;
      removeAll();
    }
  }

  /** The key's item has this token: a new one if it was changed, else the one that it had. */
  public void checkToken(int number, long token) {
    Held held = truth[number];
    check(token > 0 && token < 1L << 62, "a CAS token out of range: " + token);
    if (held.cas == token) {
      return;
    }
    check(held.cas == 0 || !tokensStay, "another CAS token though nothing has changed");
    check(addToken(token * GOLDEN ^ number + 1L), "a CAS token came twice: " + token);
    truth[number] = held.told(token);
  }

  /** The store compared tokens and found them the same. */
  public void checkSameToken(int number, long token) {
    check(truth[number].cas == token, "cas with an old token succeeded");
  }

  /** The store compared tokens and found them different. */
  public void checkOtherToken(int number, long token) {
    check(truth[number].cas != token || !tokensStay, "cas with the right token failed");
  }

  private boolean addToken(long mixed) {
    if (tokenCount * 2 > tokens.length) {
      long[] old = tokens;
      tokens = new long[2 * old.length];
      tokenCount = 0;
      for (long token : old) {
        if (token != 0) {
          addToken(token);
        }
      }
    }
    int mask = tokens.length - 1;
    int at = (int) (mixed * GOLDEN >>> 32) & mask;
    while (tokens[at] != 0 && tokens[at] != mixed) {
      at = at + 1 & mask;
    }
    boolean isNew = tokens[at] == 0;
    tokens[at] = mixed;
    tokenCount += isNew ? 1 : 0;
    return isNew;
  }

  /** Whether an item is too large depends on its bytes and on nothing else. */
  public void checkSize(int number, int valueLength, int flags, boolean tooLarge) {
    long bytes = (long) Alphabet.length(number) + valueLength;
    int kind = flags == 0 ? 0 : 1;
    if (tooLarge) {
      refusedBytesMin[kind] = Math.min(refusedBytesMin[kind], bytes);
    } else {
      takenBytesMax[kind] = Math.max(takenBytesMax[kind], bytes);
    }
    check(takenBytesMax[kind] < refusedBytesMin[kind], "too large once, and once not");
  }

  /** Fails unless a stretch of memory has the value that is held. */
  public static void checkValue(Held held, MemorySegment memory, long offset) {
    check(
        MemorySegment.mismatch(
                memory, offset, offset + held.length, held.value, held.at, held.at + held.length)
            < 0,
        "another value than stored");
  }

  /** Fails with a reason. */
  public static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
