package io.gannet.engine.process.memcache;

import static io.gannet.engine.store.Oracle.check;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.protocol.memcache.MemcacheParser;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Alphabet;
import io.gannet.engine.store.Draw;
import io.gannet.engine.store.Oracle;
import io.gannet.engine.store.Oracle.Held;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.SplittableRandom;

/** Requests of every verb, and for each what its reply may be and what that says of the store. */
final class WireRequests {
  /** Reads the reply, once the request was carried out and all before it were read. */
  interface Answer {
    void read();
  }

  private static final Verb[] STORES = {
    Verb.SET, Verb.SET, Verb.SET, Verb.SET, Verb.ADD, Verb.REPLACE, Verb.APPEND, Verb.PREPEND,
    Verb.CAS, Verb.CAS
  };
  private static final Verb[] RETRIEVALS = {
    Verb.GET, Verb.GET, Verb.GETS, Verb.GETS, Verb.GAT, Verb.GATS
  };
  private static final String[] WORDS = new String[Verb.values().length];

  static {
    for (Verb verb : Verb.values()) {
      WORDS[verb.ordinal()] = verb.name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int LINE_END_BYTES = 2;
  private static final int KEYS_MAX = 5;
  private static final int RELATIVE_SEC_MAX = 2_592_000;
  private static final int FLUSH_DELAY_SEC_MAX = 5;
  private static final int DECIMAL_BYTES_MAX = 20;

  /** What is dead on arrival has this deadline. */
  private static final int DEAD = -1;

  /** No item ever has it. */
  private static final long NOBODYS_TOKEN = 1L << 62;

  private final CoarseClock clock;
  private final Oracle oracle;
  private final Draw draw;
  private final SplittableRandom random;
  private final Replies replies;

  /** A token that each key once had. */
  private final long[] oldTokens = new long[Alphabet.KEYS];

  private int blockBytes;

  /** As the request that was composed last says it. */
  private long lastExptime;

  WireRequests(CoarseClock clock, Oracle oracle, Draw draw, Replies replies) {
    this.clock = clock;
    this.oracle = oracle;
    this.draw = draw;
    this.random = draw.random();
    this.replies = replies;
  }

  /** Any request. */
  Answer any(Composer to) {
    int dice = random.nextInt(1000);
    if (dice < 380) {
      return retrieve(to, RETRIEVALS[random.nextInt(RETRIEVALS.length)]);
    }
    if (dice < 780) {
      return anyStore(to, true);
    }
    if (dice < 850) {
      return count(to, random.nextBoolean());
    }
    if (dice < 910) {
      return delete(to);
    }
    if (dice < 970) {
      return touch(to);
    }
    return dice < 999 || random.nextInt(20) > 0 ? other(to) : flush(to);
  }

  /** Any request with a data block that is answered when it is refused. */
  Answer anyStore(Composer to) {
    return anyStore(to, false);
  }

  private Answer anyStore(Composer to, boolean mayBeQuiet) {
    return store(to, STORES[random.nextInt(STORES.length)], mayBeQuiet);
  }

  /** Bytes of the data block of the request that was composed last, its line end included. */
  int blockBytes() {
    return blockBytes;
  }

  /** No reply. */
  void nothing() {}

  // Retrieval.

  private Answer retrieve(Composer to, Verb verb) {
    int[] keys = new int[random.nextInt(3) == 0 ? 1 + random.nextInt(KEYS_MAX) : 1];
    to.text(WORDS[verb.ordinal()]);
    int deadlineSec = verb.touches() ? exptime(to) : Store.NEVER;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = draw.key();
      to.key(keys[i]);
    }
    to.text("\r\n");
    return () -> {
      for (int key : keys) {
        readValue(key, verb, deadlineSec);
      }
      replies.expect(Reply.END);
    };
  }

  private void readValue(int key, Verb verb, int deadlineSec) {
    if (!replies.takeValue(key, verb.tellsCas())) {
      // gat answers a miss also if the item was there and could not get its deadline.
      if (!verb.touches()) {
        oracle.missed(key);
      }
      return;
    }
    Held held = oracle.hit(key);
    check(replies.valueLength == held.length(), "another length than stored");
    check((int) replies.valueFlags == held.flags(), "other client flags than stored");
    check(replies.valueFlags >>> 32 == 0, "client flags of more than 32 bits");
    Oracle.checkValue(held, replies.memory, replies.valueAt);
    if (verb.touches()) {
      held = held.until(deadlineSec);
      oracle.put(key, held);
    }
    if (verb.tellsCas()) {
      oracle.checkToken(key, replies.valueCas);
    }
    if (deadlineSec == DEAD) {
      oracle.remove(key);
    }
  }

  // Storing.

  private Answer store(Composer to, Verb verb, boolean mayBeQuiet) {
    int key = draw.key();
    MemorySegment value = Alphabet.POOL;
    int length = draw.valueLength();
    long at = Alphabet.anyValue(random, length);
    if (random.nextInt(5) == 0) {
      long number = random.nextLong() >>> random.nextInt(Long.SIZE);
      value = MemorySegment.ofArray(Long.toUnsignedString(number).getBytes(US_ASCII));
      length = (int) value.byteSize();
      at = 0;
    }
    int flags = draw.flags();
    long from = to.length;
    to.text(WORDS[verb.ordinal()]).key(key).number(Integer.toUnsignedLong(flags));
    int deadlineSec = exptime(to);
    to.number(length);
    long token = verb == Verb.CAS ? token(to, key) : 0;
    boolean noreply = verb == Verb.SET && random.nextInt(16) == 0 && mayBeQuiet;
    to.text(noreply ? " noreply\r\n" : "\r\n").bytes(value, at, length).text("\r\n");
    blockBytes = length + LINE_END_BYTES;
    boolean carried = to.length - from <= MemcacheParser.CARRIED_BYTES;
    long exptime = lastExptime;
    Held held = new Held(value, at, length, flags, deadlineSec, 0);
    return () -> {
      // What is carried until it is whole gets its deadline when it is.
      Held stored = carried ? held.until(deadlineSec(exptime)) : held;
      if (noreply) {
        stored(key, stored);
      } else {
        readStored(verb, key, stored, token);
      }
    };
  }

  /** Mostly the token that the key's item has, as far as anybody knows. */
  private long token(Composer to, int key) {
    Held held = oracle.live(key);
    long token = held != null && random.nextInt(3) > 0 ? held.cas() : oldTokens[key];
    token = token == 0 ? NOBODYS_TOKEN : token;
    to.number(token);
    return token;
  }

  private void readStored(Verb verb, int key, Held held, long token) {
    if (readRefusal(verb, key, held)) {
      return;
    }
    switch (verb) {
      case ADD -> readAdded(key, held);
      case REPLACE -> readReplaced(key, held);
      case CAS -> readCompared(key, held, token);
      case APPEND, PREPEND -> readJoined(verb, key, held);
      default -> {
        replies.expect(Reply.STORED);
        stored(key, held);
      }
    }
  }

  /** True if there was no place; what a set was to replace is gone then. */
  private boolean readRefusal(Verb verb, int key, Held held) {
    boolean tooLarge = replies.take(Reply.TOO_LARGE);
    boolean refused = tooLarge || replies.take(Reply.NO_MEMORY_STORING);
    if (tooLarge || !refused) {
      boolean joins = verb == Verb.APPEND || verb == Verb.PREPEND; // with the item's own flags
      oracle.checkSize(key, held.length(), joins ? 0 : held.flags(), tooLarge);
    }
    if (refused && verb == Verb.SET) {
      oracle.remove(key);
    }
    return refused;
  }

  private void readAdded(int key, Held held) {
    if (replies.take(Reply.STORED)) {
      oracle.missed(key);
      stored(key, held);
    } else {
      replies.expect(Reply.NOT_STORED);
      check(oracle.live(key) != null, "add found what was not there");
    }
  }

  private void readReplaced(int key, Held held) {
    if (replies.take(Reply.STORED)) {
      oracle.hit(key);
      stored(key, held);
    } else {
      replies.expect(Reply.NOT_STORED);
      oracle.missed(key);
    }
  }

  private void readCompared(int key, Held held, long token) {
    if (replies.take(Reply.STORED)) {
      oracle.hit(key);
      oracle.checkSameToken(key, token);
      stored(key, held);
    } else if (replies.take(Reply.EXISTS)) {
      oracle.hit(key);
      oracle.checkOtherToken(key, token);
    } else {
      replies.expect(Reply.NOT_FOUND);
      oracle.missed(key);
    }
  }

  private void readJoined(Verb verb, int key, Held added) {
    if (replies.take(Reply.STORED)) {
      Held held = oracle.hit(key);
      boolean behind = verb == Verb.APPEND;
      byte[] joined = new byte[held.length() + added.length()];
      copy(held, joined, behind ? 0 : added.length());
      copy(added, joined, behind ? held.length() : 0);
      changed(key, joined, held);
    } else {
      replies.expect(Reply.NOT_STORED); // nothing was there, or no place for both
    }
  }

  private static void copy(Held held, byte[] to, int at) {
    MemorySegment.copy(held.value(), Ascii.BYTE, held.at(), to, at, held.length());
  }

  /** The key has another value, with the flags and the deadline that it had. */
  private void changed(int key, byte[] value, Held before) {
    MemorySegment bytes = MemorySegment.ofArray(value);
    stored(key, new Held(bytes, 0, value.length, before.flags(), before.expiresAtSec(), 0));
  }

  private void stored(int key, Held held) {
    Held before = oracle.live(key);
    oldTokens[key] = before != null && before.cas() != 0 ? before.cas() : oldTokens[key];
    if (held.expiresAtSec() == DEAD) {
      oracle.remove(key);
    } else {
      oracle.put(key, held);
    }
  }

  // Counting.

  private Answer count(Composer to, boolean up) {
    int key = draw.key();
    long delta = random.nextLong() >>> random.nextInt(Long.SIZE);
    to.text(up ? "incr" : "decr").key(key).number(delta).text("\r\n");
    return () -> readCount(key, up, delta);
  }

  private void readCount(int key, boolean up, long delta) {
    if (replies.take(Reply.NOT_FOUND)) {
      oracle.missed(key);
    } else if (replies.take(Reply.NOT_NUMERIC)) {
      check(!isNumber(oracle.hit(key)), "a number was said to be none");
    } else if (!replies.take(Reply.NO_MEMORY)) {
      Held held = oracle.hit(key);
      check(replies.takeNumber() && isNumber(held), "what is no number was counted");
      long before = number(held);
      long after = up ? before + delta : subtract(before, delta);
      check(replies.number == after, "counted to another number");
      changed(key, padded(after, held.length()), held);
    }
  }

  private static long subtract(long from, long delta) {
    return Long.compareUnsigned(delta, from) > 0 ? 0 : from - delta;
  }

  private static byte[] padded(long number, int length) {
    String digits = Long.toUnsignedString(number);
    return (digits + " ".repeat(Math.max(0, length - digits.length()))).getBytes(US_ASCII);
  }

  /** The digits that a value begins with, if a blank or nothing follows. */
  private static String digits(Held held) {
    int count = 0;
    while (count < held.length() && isDigit(held, count)) {
      count++;
    }
    boolean ends =
        count == held.length() || held.value().get(Ascii.BYTE, held.at() + count) == ' ';
    byte[] digits = new byte[ends ? count : 0];
    MemorySegment.copy(held.value(), Ascii.BYTE, held.at(), digits, 0, digits.length);
    return new String(digits, US_ASCII);
  }

  private static boolean isDigit(Held held, int index) {
    byte character = held.value().get(Ascii.BYTE, held.at() + index);
    return character >= '0' && character <= '9';
  }

  private static boolean isNumber(Held held) {
    try {
      number(held);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static long number(Held held) {
    return Long.parseUnsignedLong(digits(held));
  }

  // The others.

  private Answer delete(Composer to) {
    int key = draw.key();
    boolean noreply = random.nextInt(16) == 0;
    to.text("delete").key(key).text(noreply ? " noreply\r\n" : "\r\n");
    return () -> {
      if (noreply) {
        oracle.remove(key);
      } else if (replies.take(Reply.DELETED)) {
        check(oracle.live(key) != null, "deleted what was not there");
        oracle.remove(key);
      } else {
        replies.expect(Reply.NOT_FOUND);
        oracle.missed(key);
      }
    };
  }

  private Answer touch(Composer to) {
    int key = draw.key();
    to.text("touch").key(key);
    int deadlineSec = exptime(to);
    to.text("\r\n");
    return () -> {
      if (replies.take(Reply.TOUCHED)) {
        oracle.put(key, oracle.hit(key).until(deadlineSec));
        if (deadlineSec == DEAD) {
          oracle.remove(key);
        }
      } else if (!replies.take(Reply.NO_MEMORY)) {
        replies.expect(Reply.NOT_FOUND);
        oracle.missed(key);
      }
    };
  }

  private Answer flush(Composer to) {
    int delaySec = random.nextInt(-1, FLUSH_DELAY_SEC_MAX);
    to.text("flush_all").text(delaySec == 0 && random.nextBoolean() ? "" : " " + delaySec);
    to.text("\r\n");
    return () -> {
      replies.expect(Reply.OK);
      oracle.flushAt(clock.nowSec() + Math.max(0, delaySec));
    };
  }

  /** What tells nothing of items, and must not disturb what does. */
  private Answer other(Composer to) {
    switch (random.nextInt(6)) {
      case 0 -> to.text("version\r\n");
      case 1 -> to.text("verbosity 1\r\n");
      case 2 -> to.text("get ").text("k".repeat(Store.KEY_LENGTH_MAX + 1)).text("\r\n");
      case 3 -> to.text("incr a nothing\r\n");
      case 4 -> to.text("shutdown\r\n");
      default -> {
        to.text("stats\r\n");
        return this::readStats;
      }
    }
    return replies::skipLine;
  }

  private void readStats() {
    while (!replies.take(Reply.END)) {
      replies.skipLine();
    }
  }

  /**
   * Says when: never, from now on, as a date, or in the past.
   *
   * @return the deadline that this is, or {@link #DEAD}
   */
  private int exptime(Composer to) {
    if (random.nextInt(40) == 0) {
      lastExptime = -1;
      to.text(" -1");
      return DEAD;
    }
    int ttlSec = draw.ttlSec();
    boolean dated = ttlSec > RELATIVE_SEC_MAX || ttlSec > 0 && random.nextInt(8) == 0;
    lastExptime = dated ? clock.wallSec() + ttlSec : ttlSec;
    to.number(lastExptime);
    return deadlineSec(lastExptime);
  }

  private int deadlineSec(long exptime) {
    if (exptime == 0) {
      return Store.NEVER;
    }
    long deadlineSec =
        exptime <= RELATIVE_SEC_MAX
            ? clock.nowSec() + exptime
            : clock.nowSec() + exptime - clock.wallSec();
    return deadlineSec > clock.nowSec() ? (int) deadlineSec : DEAD;
  }
}
