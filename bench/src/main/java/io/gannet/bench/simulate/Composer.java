package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes up requests. */
final class Composer {
  private static final int KEYS_MAX = 6;
  private static final int LONG_KEY_BYTES = 251;
  private static final int SMALL_BYTES_MAX = 60;

  private static final int FLOOD_KEYS = 1000;
  private static final int SILENT_ONE_IN = 4;

  private final Scenario scenario;
  private final Oracle oracle;
  private final List<Key> keys = new ArrayList<>();
  private final Key[] flooded = new Key[FLOOD_KEYS];
  private final Dice dice;
  private int silentOneIn = SILENT_ONE_IN;

  Composer(Scenario scenario, Oracle oracle) {
    this.scenario = scenario;
    this.oracle = oracle;
    this.dice = scenario.dice;
    Key.Kind[] kinds = Key.Kind.values();
    for (int i = 0; i < scenario.keys; i++) {
      Key.Kind kind = i % 2 == 0 ? Key.Kind.PLAIN : kinds[i / 2 % kinds.length];
      keys.add(new Key("k" + i, kind));
    }
  }

  /** The next request of a conversation. */
  Exchange next(Client client, int index) {
    if (scenario.reads && dice.oneIn(2)) {
      return of(Exchange.Kind.GET, floodedKey(), client, index);
    }
    Exchange.Kind[] kinds = Exchange.Kind.values();
    Exchange.Kind kind = kinds[dice.weighed(scenario.kindWeights)];
    return of(kind, client, index);
  }

  /** What fills the store: sets of keys that nobody asks for much. */
  Exchange flood(Client client, int index) {
    Key key = floodedKey();
    boolean asks = dice.oneIn(10);
    silentOneIn = scenario.deep ? 1 : SILENT_ONE_IN;
    Exchange exchange = of(asks ? Exchange.Kind.GET : Exchange.Kind.SET, key, client, index);
    silentOneIn = SILENT_ONE_IN;
    return exchange;
  }

  private Key floodedKey() {
    int number = dice.below(FLOOD_KEYS);
    if (flooded[number] == null) {
      flooded[number] = new Key("f" + number, Key.Kind.PLAIN);
    }
    return flooded[number];
  }

  private Exchange of(Exchange.Kind kind, Key key, Client client, int index) {
    Exchange exchange = new Exchange(kind, client, index, List.of(key));
    compose(exchange, key, null);
    return exchange;
  }

  /** What anybody may ask to find out whether somebody is there. */
  Exchange probe(Client client, int index) {
    return of(dice.any(Exchange.Kind.VERSION, Exchange.Kind.GET), client, index);
  }

  /** What nobody is answered: an idle connection whose last request it was holds nothing either. */
  Exchange silent(Client client, int index) {
    Key key = keys.get(dice.below(keys.size()));
    Exchange exchange = new Exchange(Exchange.Kind.DELETE, client, index, List.of(key));
    oracle.write(key, 0, 0, exchange);
    exchange.noreply = true;
    exchange.bytes = ("delete " + key.name + " noreply\r\n").getBytes(US_ASCII);
    return exchange;
  }

  private Key key(Exchange.Kind kind) {
    for (int tries = 0; tries < 50; tries++) {
      Key key = keys.get(dice.below(keys.size()));
      boolean fits = switch (kind) {
        case APPEND, PREPEND -> key.kind == Key.Kind.GROWING;
        case COUNT -> counts(key);
        case TOUCH, GAT, CAS, ADD, REPLACE, GETS -> key.kind != Key.Kind.EXPIRING;
        default -> true;
      };
      if (fits) {
        return key;
      }
    }
    return keys.getFirst();
  }

  private Exchange of(Exchange.Kind asked, Client client, int index) {
    Exchange.Kind kind = asked;
    Key key = key(kind);
    Exchange gets = client.lastGets();
    if (kind == Exchange.Kind.CAS && gets == null) {
      kind = Exchange.Kind.GETS;
    } else if (kind == Exchange.Kind.CAS) {
      key = gets.keys.getFirst();
    }
    boolean misfit = (kind == Exchange.Kind.APPEND || kind == Exchange.Kind.PREPEND)
            && key.kind != Key.Kind.GROWING
        || kind == Exchange.Kind.COUNT && !counts(key);
    kind = misfit ? Exchange.Kind.GET : kind;
    List<Key> asks = new ArrayList<>();
    asks.add(key);
    if (kind == Exchange.Kind.GET && dice.oneIn(3)) {
      for (int more = dice.below(KEYS_MAX); more > 0; more--) {
        asks.add(keys.get(dice.below(keys.size())));
      }
    }
    Exchange exchange = new Exchange(kind, client, index, asks);
    compose(exchange, key, gets);
    return exchange;
  }

  private void compose(Exchange exchange, Key key, Exchange gets) {
    switch (exchange.kind) {
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS -> store(exchange, key, gets);
      case DELETE -> {
        oracle.write(key, 0, 0, exchange);
        line(exchange, "delete " + key.name, true);
      }
      case COUNT -> {
        long by = dice.between(1, 9);
        boolean down = key.kind == Key.Kind.COUNTDOWN;
        exchange.number = down ? -by : by;
        line(exchange, (down ? "decr " : "incr ") + key.name + " " + by, true);
      }
      case TOUCH -> line(exchange, "touch " + key.name + " " + exptime(), true);
      case GAT -> line(exchange, "gat " + exptime() + " " + key.name, false);
      case GET, GETS -> {
        String verb = exchange.kind == Exchange.Kind.GET ? "get" : "gets";
        StringBuilder words = new StringBuilder(verb);
        exchange.keys.forEach(one -> words.append(' ').append(one.name));
        line(exchange, words.toString(), false);
      }
      case FLUSH -> {
        oracle.write(null, 0, 0, exchange);
        line(exchange, "flush_all", true);
      }
      case FLUSH_LATER -> line(exchange, "flush_all " + dice.between(1, 3), true);
      case VERSION -> line(exchange, "version", false);
      case VERBOSITY -> line(exchange, "verbosity 1", true);
      case STATS -> line(exchange, "stats", false);
      case BOGUS -> line(exchange, "bogus", false);
      case LONG_KEY -> line(exchange, "get " + "x".repeat(LONG_KEY_BYTES), false);
      case QUIT -> line(exchange, "quit", false);
      case TOO_LARGE -> tooLarge(exchange, key);
    }
  }

  private static boolean counts(Key key) {
    return key.kind == Key.Kind.COUNTER || key.kind == Key.Kind.COUNTDOWN;
  }

  /** For ever, as a rule: to forget sooner is no lie. */
  private int exptime() {
    return dice.oneIn(4) ? dice.between(-1, 3) : 0;
  }

  private void line(Exchange exchange, String words, boolean mayBeSilent) {
    exchange.noreply = mayBeSilent && dice.oneIn(silentOneIn);
    exchange.bytes = (words + (exchange.noreply ? " noreply\r\n" : "\r\n")).getBytes(US_ASCII);
  }

  /** The value is swallowed: it is not even made up. */
  private void tooLarge(Exchange exchange, Key key) {
    int bytes = scenario.storage.tooLargeBytes();
    String head = "add " + key.name + " 0 0 " + bytes + "\r\n";
    exchange.bytes = new byte[head.length() + bytes + 2];
    System.arraycopy(head.getBytes(US_ASCII), 0, exchange.bytes, 0, head.length());
    exchange.bytes[exchange.bytes.length - 2] = '\r';
    exchange.bytes[exchange.bytes.length - 1] = '\n';
  }

  private int length() {
    int most = scenario.storage.valueBytesMax;
    boolean any = scenario.crowded || dice.oneIn(3);
    int length = dice.below(any ? most : Math.min(SMALL_BYTES_MAX, most));
    return Math.max(Value.ID_BYTES, length);
  }

  private void store(Exchange exchange, Key key, Exchange gets) {
    int flags = dice.oneIn(2) || key.kind != Key.Kind.PLAIN ? 0 : dice.below(65_536);
    int length = switch (key.kind) {
      case PLAIN, EXPIRING -> length();
      case GROWING -> Value.PIECE_BYTES;
      case COUNTER, COUNTDOWN -> 0;
    };
    Write write = oracle.write(key, length, flags, exchange);
    write.exptimeSec = key.kind == Key.Kind.EXPIRING ? dice.any(-1, 1, 2, 3) : 0;
    byte[] value = value(exchange, key, write);
    String words = exchange.kind.name().toLowerCase(Locale.ROOT) + " " + key.name + " "
        + flags + " " + write.exptimeSec + " " + value.length;
    if (exchange.kind == Exchange.Kind.CAS) {
      exchange.gets = gets;
      exchange.number = gets.number;
      words += " " + exchange.number;
    }
    line(exchange, words, exchange.kind != Exchange.Kind.CAS);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(exchange.bytes);
    all.writeBytes(value);
    all.write('\r');
    all.write('\n');
    exchange.bytes = all.toByteArray();
  }

  private static byte[] value(Exchange exchange, Key key, Write write) {
    return switch (key.kind) {
      case PLAIN, EXPIRING -> Value.plain(write.id, write.length);
      case COUNTER, COUNTDOWN -> Long.toString(key.begins(write)).getBytes(US_ASCII);
      case GROWING -> Value.piece(
          switch (exchange.kind) {
            case APPEND -> '+';
            case PREPEND -> '-';
            default -> '=';
          },
          write.id);
    };
  }
}
