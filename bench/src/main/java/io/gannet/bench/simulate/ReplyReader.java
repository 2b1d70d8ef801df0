package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Set;

/** Reads replies as they come, however they are cut, and holds each against its request. */
final class ReplyReader {
  private static final Set<String> TOUCHES = Set.of("TOUCHED", "NOT_FOUND");
  private static final Set<String> DELETES = Set.of("DELETED", "NOT_FOUND");
  private static final String NO_MEMORY = "SERVER_ERROR out of memory storing object";
  private static final String NO_MEMORY_SHORT = "SERVER_ERROR out of memory";
  private static final String TOO_LARGE = "SERVER_ERROR object too large for cache";

  private final Oracle oracle;
  private final Points points;
  private byte[] bytes = new byte[1024];
  private int position;
  private int limit;

  ReplyReader(Oracle oracle, Points points) {
    this.oracle = oracle;
    this.points = points;
  }

  void add(byte[] more) {
    if (limit + more.length > bytes.length) {
      int left = limit - position;
      byte[] larger = new byte[Math.max(2 * bytes.length, left + more.length)];
      System.arraycopy(bytes, position, larger, 0, left);
      bytes = larger;
      position = 0;
      limit = left;
    }
    System.arraycopy(more, 0, bytes, limit, more.length);
    limit += more.length;
  }

  /** Bytes that belong to no whole reply yet. */
  int pending() {
    return limit - position;
  }

  private int lineEnd() {
    for (int i = position; i + 1 < limit; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  /** What there is, for people. */
  String rest() {
    return text(position, Math.min(limit, position + 80));
  }

  /** Goes on with the reply to a request; true if that is whole. */
  boolean read(Exchange exchange, long nowNs) {
    while (true) {
      int end = lineEnd();
      if (end < 0) {
        return false;
      }
      String line = text(position, end);
      boolean value = exchange.retrieves() && line.startsWith("VALUE ");
      if (value) {
        if (!readValue(exchange, line.split(" "), end + 2, nowNs)) {
          return false;
        }
      } else {
        position = end + 2;
        if (isWhole(exchange, line, nowNs)) {
          return true;
        }
      }
    }
  }

  private boolean readValue(Exchange exchange, String[] words, int from, long nowNs) {
    boolean token = exchange.kind == Exchange.Kind.GETS;
    if (words.length != (token ? 5 : 4)) {
      throw new Lie(exchange + " was answered " + Arrays.toString(words));
    }
    int length = Integer.parseInt(words[3]);
    if (limit - from < length + 2) {
      if (limit - from >= length && limit > from + length - 1 && length > 0) {
        points.reach(Point.VALUE_CUT_AT_ITS_LINE_END);
      }
      return false;
    }
    if (bytes[from + length] != '\r' || bytes[from + length + 1] != '\n') {
      throw new Lie(exchange + " read a value without its end");
    }
    Key key = keyOf(exchange, words[1], nowNs);
    byte[] value = Arrays.copyOfRange(bytes, from, from + length);
    position = from + length + 2;
    oracle.read(exchange, key, value, Integer.parseInt(words[2]), nowNs);
    if (token) {
      exchange.number = Long.parseLong(words[4]);
      exchange.client.told(exchange);
    }
    return true;
  }

  /** Values come in the order of their keys; of what is missing there is none. */
  private Key keyOf(Exchange exchange, String name, long nowNs) {
    while (exchange.answeredKeys < exchange.keys.size()) {
      Key key = exchange.keys.get(exchange.answeredKeys++);
      if (key.name.equals(name)) {
        return key;
      }
      oracle.missed(exchange, key, nowNs);
    }
    throw new Lie(exchange + " was answered " + name + ", which it did not ask for then");
  }

  private boolean isWhole(Exchange exchange, String line, long nowNs) {
    switch (exchange.kind) {
      case GET, GETS, GAT -> {
        if (!line.equals("END") && !(exchange.kind == Exchange.Kind.GAT && isRefusal(line))
            && !line.equals(NO_MEMORY_SHORT)) {
          throw wrong(exchange, line);
        }
        while (line.equals("END") && exchange.answeredKeys < exchange.keys.size()) {
          oracle.missed(exchange, exchange.keys.get(exchange.answeredKeys++), nowNs);
        }
        oracle.answered(exchange, true, nowNs);
      }
      case COUNT -> readCount(exchange, line, nowNs);
      case STATS -> {
        if (!line.equals("END")) {
          expect(exchange, line, line.startsWith("STAT "));
          return false;
        }
        oracle.answered(exchange, true, nowNs);
      }
      default -> readLine(exchange, line, nowNs);
    }
    return true;
  }

  private void readCount(Exchange exchange, String line, long nowNs) {
    if (line.equals("NOT_FOUND") || isRefusal(line)) {
      oracle.answered(exchange, false, nowNs);
    } else {
      expect(exchange, line, line.matches("\\d+ *")); // shorter than before: blanks fill it up
      oracle.counted(exchange, line.strip(), nowNs);
    }
  }

  private static boolean isRefusal(String line) {
    return line.equals(NO_MEMORY) || line.equals(NO_MEMORY_SHORT) || line.equals(TOO_LARGE);
  }

  private void readLine(Exchange exchange, String line, long nowNs) {
    boolean stored = line.equals("STORED");
    boolean refused = isRefusal(line);
    boolean allowed = switch (exchange.kind) {
      case SET -> stored || refused;
      case ADD, REPLACE, APPEND, PREPEND -> stored || refused || line.equals("NOT_STORED");
      case CAS -> stored || refused || line.equals("EXISTS") || line.equals("NOT_FOUND");
      case DELETE -> DELETES.contains(line);
      case TOUCH -> TOUCHES.contains(line) || refused;
      case FLUSH, FLUSH_LATER, VERBOSITY -> line.equals("OK");
      case VERSION -> line.equals("VERSION 1.6.18");
      case BOGUS -> line.equals("ERROR");
      case LONG_KEY -> line.startsWith("CLIENT_ERROR ");
      case TOO_LARGE -> line.equals(TOO_LARGE);
      default -> false;
    };
    boolean whole = exchange.invokedAt != Write.NEVER;
    expect(exchange, line, allowed && (whole || refused)); // a refusal needs not wait for the rest
    if (refused) {
      points.reach(line.equals(TOO_LARGE) ? Point.REFUSED_TOO_LARGE : Point.REFUSED_NO_MEMORY);
    }
    boolean carriedOut = stored
        || exchange.kind == Exchange.Kind.DELETE
        || exchange.kind == Exchange.Kind.FLUSH;
    oracle.answered(exchange, carriedOut, nowNs);
  }

  private static void expect(Exchange exchange, String line, boolean allowed) {
    if (!allowed) {
      throw wrong(exchange, line);
    }
  }

  private static Lie wrong(Exchange exchange, String line) {
    String shown = line.length() > 80 ? line.substring(0, 80) + " …" : line;
    return new Lie(exchange + " was answered " + shown);
  }
}
