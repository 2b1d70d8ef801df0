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
    long seen = -1;
    Exchange seenBy;
  }

  Key(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }
}
