package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Knows what was written, and judges what is read: a cache may forget, and never lies. A value must
 * be one that was written to this key, whole, and not one that was surely replaced, removed or
 * expired before it was asked for.
 */
final class Oracle {
  /** A second is what deadlines are told in; the clock may be a tick old. */
  private static final long EXPIRY_SLACK_NS = 1_300_000_000L;

  private static final long NS_PER_SEC = 1_000_000_000L;

  /** For so long may one worker take for expired what another does not: a tick, and held up. */
  private static final long CLOCKS_APART_NS = NS_PER_SEC;

  private final Map<Long, Write> writes = new HashMap<>();
  private final List<Write> flushes = new ArrayList<>();
  private final Set<String> tokensUsed = new HashSet<>();
  private final Points points;

  /** Several workers answer, each by a clock of its own. */
  private final boolean several;

  /** How many reads were answered as misses so far, though nothing was forgotten. */
  private final LongSupplier refusals;
  private long nextId = 1;
  private long step;
  private boolean clockIsSteady = true;

  Oracle(Points points) {
    this(points, false, () -> 0);
  }

  /**
   * Of several workers with one keyspace.
   *
   * @param refusals how many reads were answered as misses so far, for want of room
   */
  Oracle(Points points, boolean several, LongSupplier refusals) {
    this.points = points;
    this.several = several;
    this.refusals = refusals;
  }

  /** Time, as far as it matters: what happened first has the smaller number. */
  long step() {
    return ++step;
  }

  /** The clock was set: nobody can say any more when something expires. */
  void clockIsStepped() {
    clockIsSteady = false;
  }

  /** A write that is about to be asked for. */
  Write write(Key key, int length, int flags, Exchange by) {
    Write write = new Write(nextId++, key, length, flags, by);
    writes.put(write.id, write);
    by.write = write;
    return write;
  }

  /** The last byte of the request was sent. */
  void invoked(Exchange exchange, long nowNs) {
    exchange.invokedAt = step();
    exchange.invokedNs = nowNs;
    exchange.refusalsBefore = refusals.getAsLong();
    Write write = exchange.write;
    if (write != null) {
      write.invokedAt = exchange.invokedAt;
      if (exchange.kind == Exchange.Kind.FLUSH) {
        flushes.add(write);
      } else if (exchange.kind == Exchange.Kind.DELETE) {
        write.key.removals.add(write);
      } else {
        write.key.writes.add(write);
      }
    }
  }

  /** The reply of a write is there: it was carried out, or it was not. */
  void answered(Exchange exchange, boolean carriedOut, long nowNs) {
    exchange.answeredAt = step();
    Write write = exchange.write;
    if (write == null) {
      return;
    }
    if (!carriedOut) {
      if (write.executedBy != Write.NEVER) {
        throw new Lie("refused, and was seen: " + write);
      }
      write.isVoid = true;
      return;
    }
    executed(write, exchange.answeredAt, nowNs);
    if (exchange.kind == Exchange.Kind.CAS) {
      judgeCas(exchange);
    }
  }

  private static void executed(Write write, long at, long nowNs) {
    write.executedBy = Math.min(write.executedBy, at);
    write.executedByNs = Math.min(write.executedByNs, nowNs);
  }

  /** Between the read that told the token and this nobody else may have written. */
  private void judgeCas(Exchange cas) {
    Key key = cas.keys.getFirst();
    if (!tokensUsed.add(key.name + " " + cas.number)) {
      throw new Lie("a token was good twice: " + cas.number + " of " + key.name);
    }
    for (List<Write> list : List.of(key.writes, key.removals, flushes)) {
      for (Write between : list) {
        boolean other = between != cas.write && between != cas.gets.seen && between.isCertain();
        if (other && between.isBehind(cas.gets) && between.isBefore(cas)) {
          throw new Lie(cas + " replaced what " + between + " had written since " + cas.gets);
        }
      }
    }
    points.reach(Point.CAS_STORED);
  }

  /** Nothing was found: then it was forgotten, whatever it was, and stays so. */
  void missed(Exchange exchange, Key key, long nowNs) {
    exchange.missedNs = nowNs;
    if (refusals.getAsLong() == exchange.refusalsBefore) {
      key.misses.add(exchange);
    }
  }

  /** A value was read: it must be one that may be read now. */
  void read(Exchange exchange, Key key, byte[] value, int flags, long nowNs) {
    switch (key.kind) {
      case PLAIN, EXPIRING -> readPlain(exchange, key, value, flags, nowNs);
      case GROWING -> readGrowing(exchange, key, value, nowNs);
      case COUNTER, COUNTDOWN ->
          readCounter(exchange, key, new String(value, ISO_8859_1).strip(), nowNs);
    }
  }

  private void readPlain(Exchange exchange, Key key, byte[] value, int flags, long nowNs) {
    int letters = Math.min(value.length, Value.ID_BYTES);
    String text = new String(value, 0, letters, ISO_8859_1);
    Write write = find(key, Value.id(text), exchange);
    if (write.length != value.length) {
      throw new Lie(exchange + " read " + value.length + " bytes of " + write);
    }
    int at = Value.difference(value, write.id);
    if (at >= 0) {
      throw new Lie(exchange + " read something else from byte " + at + " of " + write);
    }
    if (write.flags != flags) {
      throw new Lie(exchange + " read flags " + flags + ", not " + write.flags + ", of " + write);
    }
    judge(write, exchange, nowNs);
    exchange.seen = write;
  }

  private Write find(Key key, long id, Exchange exchange) {
    Write write = writes.get(id);
    if (write == null) {
      throw new Lie(exchange + " read of " + key.name + " what nobody wrote");
    }
    if (write.key != key) {
      throw new Lie(exchange + " read of " + key.name + " what was written to " + write.key.name);
    }
    if (write.invokedAt == Write.NEVER) {
      throw new Lie(exchange + " read what was not sent whole: " + write);
    }
    if (write.isVoid) {
      throw new Lie(exchange + " read what was refused: " + write);
    }
    return write;
  }

  private void judge(Write write, Exchange exchange, long nowNs) {
    judgeAgainst(write.key.writes, write, exchange);
    judgeAgainst(write.key.removals, write, exchange);
    judgeAgainst(flushes, write, exchange);
    for (Exchange miss : write.key.misses) {
      boolean before = miss.answeredAt < exchange.invokedAt || miss.precedes(exchange);
      boolean byAnotherClock = several && exchange.invokedNs - miss.missedNs < CLOCKS_APART_NS;
      if (before && write.executedBy < miss.invokedAt && !byAnotherClock) {
        throw new Lie(exchange + " read " + write + ", which " + miss + " had not found");
      }
    }
    if (write.exptimeSec < 0) {
      throw new Lie(exchange + " read what was expired when it was stored: " + write);
    }
    boolean expires = write.key.kind == Key.Kind.EXPIRING && write.exptimeSec != 0;
    if (expires && clockIsSteady && write.executedByNs != Write.NEVER) {
      long lastNs = write.executedByNs + write.exptimeSec * NS_PER_SEC + EXPIRY_SLACK_NS;
      if (exchange.invokedNs > lastNs) {
        throw new Lie(exchange + " read what has expired: " + write);
      }
    }
    executed(write, step(), nowNs);
  }

  private static void judgeAgainst(List<Write> newer, Write write, Exchange exchange) {
    for (Write other : newer) {
      if (other != write
          && other.replaces()
          && write.isBefore(other.by)
          && other.isCertain()
          && other.isBefore(exchange)) {
        throw new Lie(exchange + " read " + write + ", which was replaced by " + other);
      }
    }
  }

  /** A base and pieces at either end: none twice, none of another, none lost that was seen. */
  private void readGrowing(Exchange exchange, Key key, byte[] value, long nowNs) {
    String text = new String(value, ISO_8859_1);
    Set<String> tokens = new HashSet<>();
    int base = -1;
    for (int at = 0; at < text.length(); at += Value.PIECE_BYTES) {
      int end = Math.min(text.length(), at + Value.PIECE_BYTES);
      String token = text.substring(at, end);
      Write write = find(key, Value.id(token.substring(1)), exchange);
      boolean place = switch (token.charAt(0)) {
        case '=' -> base < 0;
        case '-' -> base < 0;
        default -> base >= 0;
      };
      if (!tokens.add(token) || !place) {
        throw new Lie(exchange + " read " + text + ": " + token + " twice, or in a wrong place");
      }
      if (token.charAt(0) == '=') {
        base = at;
        judge(write, exchange, nowNs);
      } else {
        executed(write, step(), nowNs);
      }
    }
    if (base < 0) {
      throw new Lie(exchange + " read of " + key.name + " no beginning: " + text);
    }
    judgeGrowth(exchange, key, text, text.substring(base, base + Value.PIECE_BYTES));
  }

  private void judgeGrowth(Exchange exchange, Key key, String text, String base) {
    for (Key.Growth earlier : key.growths) {
      boolean before = earlier.by().answeredAt < exchange.invokedAt
          || earlier.by().precedes(exchange);
      if (before && earlier.tokens().contains(base) && !text.contains(earlier.tokens())) {
        throw new Lie(
            exchange + " read " + text + " after " + earlier.by() + " had read "
                + earlier.tokens());
      }
    }
    if (text.length() > Value.PIECE_BYTES) {
      points.reach(Point.GROWN_VALUE_READ);
    }
    key.growths.add(new Key.Growth(text, exchange));
  }

  private Key.Counting counting(Exchange exchange, Key key, long number, long nowNs) {
    Write write = find(key, number / Value.COUNTER_SCALE, exchange);
    judge(write, exchange, nowNs);
    return key.counts.computeIfAbsent(write.id, id -> new Key.Counting());
  }

  private void readCounter(Exchange exchange, Key key, String text, long nowNs) {
    long number = number(exchange, text);
    saw(counting(exchange, key, number, nowNs), exchange, Key.way(key.kind, number));
  }

  private static long number(Exchange exchange, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Lie(exchange + " read a number that is none: " + text);
    }
  }

  private static void saw(Key.Counting counting, Exchange exchange, long way) {
    Exchange by = counting.seenBy;
    boolean before =
        by != null && (by.answeredAt < exchange.invokedAt || by.precedes(exchange));
    if (before && way < counting.seen) {
      throw new Lie(exchange + " read " + way + " steps after " + by + " had read "
          + counting.seen);
    }
    if (way > counting.seen) {
      counting.seen = way;
      counting.seenBy = exchange;
    }
  }

  /** A counter has counted: each step belongs to one request. */
  void counted(Exchange exchange, String text, long nowNs) {
    long number = number(exchange, text);
    Key key = exchange.keys.getFirst();
    Key.Counting counting = counting(exchange, key, number, nowNs);
    long to = Key.way(key.kind, number);
    long from = to - Math.abs(exchange.number);
    for (long[] step : counting.steps) {
      if (from < step[1] && step[0] < to) {
        throw new Lie(exchange + " counted to " + number + " what was counted before");
      }
    }
    counting.steps.add(new long[] {from, to});
    exchange.answeredAt = step();
    saw(counting, exchange, to);
    points.reach(Point.COUNTED);
  }
}
