package io.gannet.bench.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A key, and all that was ever written to it. */
final class Key {
  /** What its values are made of, so that any of them tells where it comes from. */
  enum Kind {
    /** Set, and read again whole. */
    PLAIN,
    /** Grows at either end, by pieces of nine bytes. */
    GROWING,
    /** A number that is counted up. */
    COUNTER,
    /** A number that is counted down. */
    COUNTDOWN,
    /** Set with a time to live, and nothing but read. */
    EXPIRING
  }

  final String name;
  final Kind kind;
  final List<Write> writes = new ArrayList<>();
  final List<Write> removals = new ArrayList<>();

  /** Reads that found nothing. */
  final List<Exchange> misses = new ArrayList<>();
  final Map<Long, Counting> counts = new HashMap<>();
  final List<Growth> growths = new ArrayList<>();

  /** What a key that grows was seen to hold. */
  record Growth(String tokens, Exchange by) {}

  /** A counter that began with one write: by which steps it was counted, and what was seen. */
  static final class Counting {
    final List<long[]> steps = new ArrayList<>();

    /** How far it was seen to have come, in steps of its direction. */
    long seen = -1;

    Exchange seenBy;
  }

  /** The number that a counter begins with, of which a write can be told. */
  long begins(Write write) {
    long least = write.id * Value.COUNTER_SCALE;
    return kind == Kind.COUNTDOWN ? least + Value.COUNTER_SCALE - 1 : least;
  }

  /** How far from its beginning a counter has come. */
  static long way(Kind kind, long number) {
    long way = number % Value.COUNTER_SCALE;
    return kind == Kind.COUNTDOWN ? Value.COUNTER_SCALE - 1 - way : way;
  }

  Key(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }
}
