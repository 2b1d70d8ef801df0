package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** All of them. Another is another row. */
public final class Cases {
  private static final int LARGE_BYTES = 1_000_000;
  private static final int MIDDLE_BYTES = 30_000;
  private static final int SMALL_BYTES = 100;
  private static final int BLOCK_BYTES = 64 << 10;
  private static final long MEMORY_BYTES = 64 << 20;
  private static final int LIST_KEYS = 10_000;
  private static final long RENEW_NS = TimeUnit.MILLISECONDS.toNanos(1_600);
  private static final long RALLY_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long NEVER_NS = TimeUnit.HOURS.toNanos(1);
  private static final long MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final ByteBuffer NOTHING = Bytes.of("");

  private Cases() {}

  /** In the order of the table; {@code seed} is that of those that are drawn. */
  public static List<Case> all(long seed) {
    List<Case> all = new ArrayList<>();
    all.addAll(silent());
    all.addAll(deaf());
    all.addAll(greedy());
    all.addAll(large());
    all.addAll(strange());
    all.addAll(passing());
    all.add(mixed(List.copyOf(all), seed));
    all.addAll(scarce());
    return List.copyOf(all);
  }

  private static Case mixed(List<Case> of, long seed) {
    List<Habit> habits = of.stream().flatMap(one -> one.habit().stream()).toList();
    return Case.crowd("mixed", "300 of all the kinds above, drawn with --seed " + seed, 300,
            new Mixed(habits, seed))
        .storing(server -> {
          for (Case one : of) {
            one.preparation().store(server);
          }
        });
  }

  private static List<Case> silent() {
    return List.of(
        Case.crowd("idle", "10,000 connections that say nothing", 10_000,
            new Silent(index -> NOTHING)),
        Case.crowd("idle-noreply", "2,000 that were silent since a set with noreply", 2_000,
            new Silent(index -> Bytes.of(Bytes.set("n" + index, 1, " noreply")))),
        Case.crowd("half-value", "2,000 that sent half of a value", 2_000,
            new Silent(index -> Bytes.of("set h" + index + " 0 0 10\r\nx"))),
        Case.crowd("empty-value", "1,000 that sent 'set k 0 0 0' and no more", 1_000,
            new Silent(index -> Bytes.of("set e" + index + " 0 0 0\r\n"))),
        Case.crowd("trickle-line", "500 that send a line, a byte a second", 500,
            new Trickle(Bytes.of("get "), Bytes.of("k"))),
        Case.crowd("trickle-value", "500 that send a value, a byte a second", 500,
            new Trickle(Bytes.of("set t 0 0 100000\r\n"), Bytes.of("v"))));
  }

  private static List<Case> deaf() {
    Habit unread = new Deaf(Bytes.repeated("get small\r\n", 100_000 * 11), NEVER_NS);
    return List.of(
        Case.crowd("deaf-2k", "500 that take none of 2,000 values of 2 KiB, renewed each 1.6 s",
                500, new Deaf(Bytes.repeated("get k\r\n", 2_000 * 7), RENEW_NS))
            .storing(server -> server.store("k", 2 << 10)),
        Case.crowd("deaf-1m", "500 that take none of 16 values of 1 MB, renewed each 1.6 s",
                500, new Deaf(Bytes.repeated("get k\r\n", 16 * 7), RENEW_NS))
            .storing(server -> server.store("k", LARGE_BYTES)),
        Case.crowd("unread", "20 that send 100,000 gets and take no answer", 20, unread)
            .storing(server -> server.store("small", SMALL_BYTES)));
  }

  private static List<Case> greedy() {
    List<Case> all = new ArrayList<>();
    Habit writer = new Pour(Bytes.repeated("set f 0 0 1 noreply\r\nx\r\n", BLOCK_BYTES));
    Habit reader = new Pour(Bytes.repeated("get small\r\n", BLOCK_BYTES));
    for (int count : List.of(1, 4, 16, 64)) {
      all.add(Case.crowd("writers-" + count, count + " that pour sets with noreply", count,
          writer));
    }
    for (int count : List.of(1, 4, 16, 64)) {
      all.add(Case.crowd("readers-" + count, count + " that pour gets and take the answers",
              count, reader)
          .storing(server -> server.store("small", SMALL_BYTES))
          .without(Toll.CLOSED));
    }
    all.add(Case.crowd("stats", "8 that pour stats and take the answers", 8,
            new Pour(Bytes.repeated("stats\r\n", BLOCK_BYTES)))
        .without(Toll.CLOSED));
    all.add(Case.crowd("multi-get", "20 that ask for 10,000 keys at once", 20,
            new Conversing(Bytes.of(list("m", LIST_KEYS)), 1, false, true))
        .storing(server -> server.storeMany("m", LIST_KEYS, SMALL_BYTES))
        .without(Toll.CLOSED));
    return all;
  }

  private static String list(String prefix, int count) {
    StringBuilder text = new StringBuilder("get");
    for (int i = 0; i < count; i++) {
      text.append(' ').append(prefix).append(i);
    }
    return text.append("\r\n").toString();
  }

  private static List<Case> large() {
    ByteBuffer multiget = Bytes.of("get" + " big".repeat(40) + "\r\n");
    return List.of(
        Case.crowd("uploads", "80 that store values of 1 MB at once", 80,
                new Uploading(LARGE_BYTES))
            .without(Toll.REFUSED, Toll.CLOSED),
        Case.crowd("growing", "values of 500 kB where all memory holds values of 100 B", 1,
                new Uploading(500_000))
            .storing(server ->
                server.storeMany("g", (int) (MEMORY_BYTES / SMALL_BYTES), SMALL_BYTES))
            .without(Toll.REFUSED, Toll.CLOSED),
        Case.crowd("hot-1m", "200 that get the same value of 1 MB", 200,
                new Conversing(Bytes.of("get hot\r\n"), 1, false, false))
            .storing(server -> server.store("hot", LARGE_BYTES))
            .without(Toll.CLOSED),
        Case.crowd("readers-30k", "40 that pipeline gets of 30 kB, and read all the time", 40,
                new Pour(Bytes.repeated("get big\r\n", BLOCK_BYTES)))
            .storing(server -> server.store("big", MIDDLE_BYTES))
            .without(Toll.CLOSED),
        Case.crowd("multi-get-30k", "700 that ask once for 40 values of 30 kB, and read", 700,
                new Conversing(multiget, 1, RALLY_NS, true, false))
            .storing(server -> server.store("big", MIDDLE_BYTES))
            .without(Toll.CLOSED, Toll.UNFINISHED));
  }

  private static List<Case> strange() {
    String http = "POST / HTTP/1.1\r\nHost: cache\r\nContent-Type: text/plain\r\n"
        + "Content-Length: 33\r\n\r\nset neighbour-00 0 0 4\r\nevil\r\n\r\n";
    return List.of(
        visitors("garbage", "100 that send 4 KiB of garbage", Bytes.of(garbage(4 << 10))),
        visitors("http", "100 web pages that POST a set", Bytes.of(http)).without(Toll.STORED),
        visitors("tls", "100 that greet in TLS", Bytes.of(tls())),
        visitors("binary", "100 that speak memcached's binary protocol", Bytes.of(binary())),
        visitors("resp", "100 that speak RESP", Bytes.of("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n")),
        Case.crowd("claims", "50 that announce values of 1 GiB, and send", 50,
            new Pour(Bytes.of("set c 0 0 1073741824\r\n"), Bytes.repeated("c", BLOCK_BYTES))),
        Case.crowd("endless-line", "20 that send a line without an end", 20,
            new Pour(Bytes.repeated("a", BLOCK_BYTES))));
  }

  private static Case visitors(String name, String what, ByteBuffer words) {
    return Case.crowd(name, what, 100,
        new Passing(List.of(words), Passing.Parting.FIN, 20 * MOMENT_NS, MOMENT_NS));
  }

  private static byte[] garbage(int bytes) {
    byte[] garbage = new byte[bytes];
    new Random(1).nextBytes(garbage);
    return garbage;
  }

  /** A ClientHello's record: what follows its length does not matter to a cache. */
  private static byte[] tls() {
    byte[] hello = garbage(517);
    byte[] head = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};
    System.arraycopy(head, 0, hello, 0, head.length);
    return hello;
  }

  /** A get of the key {@code k}: magic, opcode, a key of 1 byte, a body of 1 byte. */
  private static byte[] binary() {
    byte[] get = new byte[25];
    get[0] = (byte) 0x80;
    get[3] = 1;
    get[11] = 1;
    get[24] = 'k';
    return get;
  }

  private static List<Case> passing() {
    Habit churn = new Passing(
        List.of(NOTHING, Bytes.of("set c 0 0 1 noreply\r\nx\r\n"), Bytes.of("get small\r\n")),
        Passing.Parting.EITHER, 0, 0);
    List<ByteBuffer> states = List.of(
        NOTHING, Bytes.of("get ab"), Bytes.of("set r 0 0 1000\r\nabc"),
        Bytes.of("get hot hot hot hot\r\n"));
    Habit resets =
        new Passing(states, Passing.Parting.RESET, MOMENT_NS, 4 * MOMENT_NS);
    return List.of(
        Case.of("churn", "5,000 a second that come, say a word or none, and go",
            site -> new Crowd(site.server(), churn, 200, 5_000).start()),
        Case.crowd("resets", "200 that reset: idle, in a line, in a value, in a reply", 200, resets)
            .storing(server -> server.store("hot", LARGE_BYTES)));
  }

  private static List<Case> scarce() {
    Habit polite = new Conversing(Bytes.of("get small\r\n"), 1, false, true);
    return List.of(
        Case.crowd("beyond-limit", "400 connections where 200 are allowed", 400, polite)
            .withConnectionsMax(200),
        Case.of("descriptors", "no descriptor is to be had for a time, then some",
                new Descriptors())
            .without(Toll.UNFINISHED),
        Case.of("stopped", "the server is stopped for 8 s, and continued", new Stopped())
            .without(Toll.CLOSED, Toll.UNFINISHED),
        Case.of("half-admin", "100 that send half a request to the admin port", new HalfAdmin())
            .forGannet()
            .without(HalfAdmin.UNHEALTHY));
  }
}
