package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.workload.Op;
import java.util.Arrays;
import java.util.Locale;

/**
 * What Twitter's traces have asked for, in the order of the Segcache artifact's numbers, which
 * begin with 1: what it does to a cache, and what a load of a server asks in its place.
 *
 * <p>A server is asked less: a conditional store is taken to store, as it did when it was recorded,
 * mostly. A change in place is a look-up: it warms the item, has its size, and who does not find it
 * creates it, as one who misses does.
 */
public enum Verb {
  GET(Op.GET, Effect.LOOK_UP),
  GETS(Op.GET, Effect.LOOK_UP),
  SET(Op.SET, Effect.STORE),
  ADD(Op.SET, Effect.STORE_IF_ABSENT),
  CAS(Op.SET, Effect.STORE_IF_THERE),
  REPLACE(Op.SET, Effect.STORE_IF_THERE),
  APPEND(Op.GET, Effect.CHANGE),
  PREPEND(Op.GET, Effect.CHANGE),
  DELETE(Op.DELETE, Effect.DELETE),
  INCR(Op.GET, Effect.CHANGE),
  DECR(Op.GET, Effect.CHANGE);

  /** What becomes of the key's item. */
  public enum Effect {
    LOOK_UP,
    STORE,
    STORE_IF_ABSENT,
    STORE_IF_THERE,
    /** Written anew in its size, with the deadline that it has; created if it is not there. */
    CHANGE,
    DELETE
  }

  private static final Verb[] ALL = values();

  private final Op op;
  private final Effect effect;
  private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  Verb(Op op, Effect effect) {
    this.op = op;
    this.effect = effect;
  }

  /** What a server is asked for it. */
  public Op op() {
    return op;
  }

  /** What it does to a cache. */
  public Effect effect() {
    return effect;
  }

  /** The plainest verb that asks this. */
  static Verb of(Op op) {
    return switch (op) {
      case GET -> GET;
      case SET -> SET;
      case DELETE -> DELETE;
    };
  }

  /** As protocols spell it. */
  public String word() {
    return new String(text, US_ASCII);
  }

  /** By its name, or null. */
  public static Verb named(String name) {
    byte[] text = name.getBytes(US_ASCII);
    return named(text, 0, text.length);
  }

  /** By its number in a record, or null. */
  static Verb numbered(int number) {
    return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
  }

  /** By its name in {@code [from, to)}, or null. */
  static Verb named(byte[] bytes, int from, int to) {
    for (Verb verb : ALL) {
      if (Arrays.equals(bytes, from, to, verb.text, 0, verb.text.length)) {
        return verb;
      }
    }
    return null;
  }

  /**
   * Says in the bench's words what was asked.
   *
   * @param valueBytes as recorded: of what a change in place adds, and of a look-up that missed 0,
   *     it tells nothing of the item's size
   */
  void put(TraceRecord record, int valueBytes, int ttlSec) {
    boolean tells = op == Op.SET || effect == Effect.LOOK_UP && valueBytes > 0;
    record.verb = this;
    record.valueBytes = tells ? valueBytes : TraceRecord.UNKNOWN;
    record.ttlSec = ttlSec;
  }
}
