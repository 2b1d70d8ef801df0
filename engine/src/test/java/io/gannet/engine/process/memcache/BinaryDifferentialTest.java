package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.count;
import static io.gannet.engine.protocol.memcache.binary.Packets.head;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static io.gannet.engine.protocol.memcache.binary.Packets.store;
import static io.gannet.engine.protocol.memcache.binary.Packets.touch;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gannet.engine.protocol.memcache.binary.Packets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same packets to a real memcached and to ours are answered by the same bytes. */
class BinaryDifferentialTest {
  private static final byte[] FLUSH = request(0x18, 0, "");
  private static final byte[] NO_EXTRAS = {};
  private static final int RANDOM_CONVERSATIONS =
      Integer.getInteger("gannet.conversations", 400);
  private static final int OPCODES = 0x25;

  private static Memcached memcached;
  private List<Harness> ours = harnesses();

  private static List<Harness> harnesses() {
    return List.of(new Harness(), Harness.overSegments(), Harness.overSlabs());
  }

  @BeforeAll
  static void startMemcached() throws IOException, InterruptedException {
    boolean installed = Memcached.isInstalled();
    if (System.getenv("CI") == null) {
      assumeTrue(installed, "no memcached is installed");
    }
    memcached = Memcached.start();
  }

  @AfterAll
  static void stopMemcached() {
    if (memcached != null) {
      memcached.close();
    }
  }

  /** Each opcode, of a key that is there and of one that is not, with and without each part. */
  @Test
  void everyOpcodeInEveryFormGoesAsWithMemcached() throws IOException {
    byte[] there = store(0x11, 1, 0, 7, 0, "there", "41");
    for (int opcode = 0; opcode < OPCODES; opcode++) {
      for (int extras : new int[] {0, 4, 8, 20}) {
        for (String key : List.of("", "there", "not")) {
          for (String value : List.of("", "5", "xyz")) {
            if (!isKnownToDiffer(opcode, extras, key, value)) {
              byte[] asked = request(opcode, 0xabcdef, 0, new byte[extras], key, value);
              byte[] seen = all(request(0x0c, 3, "there"), request(0x0c, 4, "not"));
              compare("opcode " + opcode + " extras " + extras + " " + key + " " + value,
                  all(there, asked, seen));
            }
          }
        }
      }
    }
  }

  /** {@link #differencesAreTheseAlone} says how. */
  private static boolean isKnownToDiffer(int opcode, int extras, String key, String value) {
    return switch (opcode) {
      case 0x10 -> extras == 0; // figures differ; and see below
      case 0x1c, 0x1d, 0x1e, 0x23, 0x24 -> extras == 4 && !key.isEmpty() && !value.isEmpty();
      case 0x1b, 0x1f -> extras > 0 || !key.isEmpty();
      default -> false;
    };
  }

  @Test
  void numbersGoAsWithMemcached() throws IOException {
    byte[] noop = request(0x0a, 0, ""); // what was replied holds nothing then
    for (String value : List.of("", "0", "9", "99", "18446744073709551615", "x", "1x", " 1",
        "18446744073709551616", "99999999999999999999999", "7  ", "-1")) {
      for (long delta : new long[] {0, 1, 2, -1}) {
        compare(
            value + " by " + delta,
            all(
                store(0x01, 1, 0, 0, 0, "n", value), count(0x05, 2, 0, delta, 0, 0, "n"),
                request(0x00, 3, "n"), noop, count(0x06, 4, 0, delta, 0, -1, "n"),
                request(0x00, 5, "n"), noop, count(0x06, 6, 0, delta, delta, 0, "m"),
                request(0x00, 7, "m"), noop, count(0x16, 8, 0, 1, 0, 0, "m"),
                request(0x00, 9, "m")));
      }
    }
  }

  @Test
  void tokensGoAsWithMemcached() throws IOException {
    for (int opcode : new int[] {0x01, 0x02, 0x03, 0x11, 0x12, 0x13}) {
      comparePerToken("opcode " + opcode, cas -> store(opcode, 2, cas, 0, 0, "a", "6"));
      comparePerToken("opcode " + opcode, cas -> store(opcode, 2, cas, 0, 0, "not", "6"));
    }
    for (int opcode : new int[] {0x0e, 0x0f, 0x19, 0x1a}) {
      comparePerToken("joins " + opcode, cas -> request(opcode, 2, cas, NO_EXTRAS, "a", "6"));
      comparePerToken("joins " + opcode, cas -> request(opcode, 2, cas, NO_EXTRAS, "not", "6"));
    }
    for (int opcode : new int[] {0x04, 0x14}) {
      comparePerToken("deletes " + opcode, cas -> request(opcode, 2, cas, NO_EXTRAS, "a", ""));
      comparePerToken("deletes " + opcode, cas -> request(opcode, 2, cas, NO_EXTRAS, "not", ""));
    }
    for (int opcode : new int[] {0x05, 0x06, 0x15, 0x16}) {
      comparePerToken("counts " + opcode, cas -> count(opcode, 2, cas, 1, 5, 0, "a"));
      comparePerToken("counts " + opcode, cas -> count(opcode, 2, cas, 1, 5, 0, "not"));
    }
  }

  private interface Asking {
    byte[] asks(long cas);
  }

  /** With the right token, and with another. */
  private void comparePerToken(String title, Asking asking) throws IOException {
    byte[] set = all(FLUSH, store(0x01, 1, 0, 0, 0, "a", "5"));
    byte[] seen = all(request(0x0c, 3, "a"), request(0x0c, 4, "not"));
    for (boolean right : new boolean[] {true, false}) {
      List<String> expected = new ArrayList<>();
      try (Memcached.Talk talk = memcached.begin()) {
        byte[] stored = talk.say(set, 1);
        byte[] asked = asking.asks(token(stored, right));
        expected.addAll(ranked(all(stored, talk.say(all(asked, seen), 4))));
      }
      for (Harness harness : ours) {
        byte[] stored = say(harness, set);
        byte[] asked = asking.asks(token(stored, right));
        assertEquals(
            expected, ranked(all(stored, say(harness, all(asked, seen)))), title + right);
        harness.leave();
      }
    }
  }

  private static long token(byte[] stored, boolean right) {
    long token = ByteBuffer.wrap(stored).getLong(16);
    assertNotEquals(0, token);
    return token + (right ? 0 : 1000);
  }

  @Test
  void valuesOfAnySizeGoAsWithMemcached() throws IOException {
    for (int length : new int[] {0, 1, 1000, 2048, 4096, 16_384, 100_000, 1_000_000}) {
      String value = "v".repeat(length);
      compare(
          length + " bytes",
          all(
              store(0x01, 1, 0, 5, 0, "a", value), request(0x00, 2, "a"),
              request(0x0e, 3, 0, NO_EXTRAS, "a", "end"), request(0x0d, 4, "a"),
              store(0x12, 5, 0, 5, 0, "a", value), store(0x11, 6, 0, 5, 0, "b", value),
              touch(0x1d, 7, 0, "b"), touch(0x1c, 8, 0, "b"), request(0x0a, 9, "")));
    }
  }

  @Test
  void whatIsTooLargeIsSwallowedAsByMemcached() throws IOException {
    String value = "v".repeat((1 << 20) + 1);
    for (int opcode : new int[] {0x01, 0x02, 0x03, 0x11, 0x12, 0x13}) {
      compare(
          "opcode " + opcode,
          all(
              store(0x01, 1, 0, 0, 0, "a", "old"), store(opcode, 2, 0, 0, 0, "a", value),
              request(0x0c, 3, "a"), request(0x0e, 4, 0, NO_EXTRAS, "a", value),
              request(0x0a, 5, "")));
    }
  }

  @Test
  void whatCannotBeAPacketEndsItAsWithMemcached() throws IOException {
    byte[] noop = request(0x0a, 1, "");
    byte[] rest = "x".repeat(300).getBytes(ISO_8859_1);
    for (byte[] wrong : List.of(
        head(0, 2, 0, 1, 2, 0), head(1, 2, 8, 9, 2, 0), head(0, 251, 0, 251, 2, 0),
        head(0x77, 251, 0, 251, 2, 0), request(0x07, 2, ""), request(0x17, 2, ""),
        request(0x00, 2, ""), touch(0x08, 2, 0, "key"), request(0x0b, 2, "key"),
        "get a\r\n                    ".getBytes(ISO_8859_1))) {
      compare("wrong", all(noop, wrong, rest));
    }
  }

  @Test
  void deadlinesGoAsWithMemcached() throws IOException {
    int past = 40 * 24 * 60 * 60;
    for (int exptime : new int[] {0, 1000, past, 0x7fff_ffff, -2, -1}) {
      compare(
          "exptime " + exptime,
          all(
              store(0x11, 1, 0, 0, exptime, "a", "x"), request(0x00, 2, "a"),
              store(0x01, 3, 0, 0, 0, "b", "x"), touch(0x1c, 4, exptime, "b"),
              request(0x00, 5, "b"), store(0x01, 6, 0, 0, 0, "c", "x"),
              touch(0x1d, 7, exptime, "c"), request(0x00, 8, "c"),
              count(0x15, 9, 0, 1, 1, exptime, "d"), request(0x00, 10, "d")));
    }
  }

  @Test
  void figuresEndAsWithMemcached() throws IOException {
    compare("reset", request(0x10, 5, "reset"));
    compare("none", request(0x10, 5, "none"));
    List<String> told = Packets.told(memcached.talk(request(0x10, 5, "")));
    List<String> ourTold = Packets.told(say(ours.getFirst(), request(0x10, 5, "")));
    assertEquals(told.getLast(), ourTold.getLast());
    String version = "81 10 type=0 status=00 opaque=5 cas=0 extras= key=version value=1.6.18";
    assertEquals(told.contains(version), ourTold.contains(version));
  }

  @Test
  void randomConversationsGoAsWithMemcached() throws IOException {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + RANDOM_CONVERSATIONS; seed++) {
      if (seed % DifferentialTest.CONVERSATIONS_PER_STORE == 0) {
        ours = harnesses();
      }
      compare("seed " + seed, new RandomPackets(new Random(seed), true).bytes(60));
    }
  }

  /** Where we are not as memcached is, and why: each is shown with both replies. */
  @Test
  void differencesAreTheseAlone() throws IOException {
    byte[] noop = request(0x0a, 9, "");
    String told = "81 0a type=0 status=00 opaque=9 cas=0 extras= key= value=";
    String unknown = "81 77 type=0 status=81 opaque=1 cas=0 extras= key= value=Unknown command";
    // memcached ignores key and extras of an unknown opcode twice, and loses the next request.
    differ(
        all(request(0x77, 1, 0, NO_EXTRAS, "k".repeat(24), ""), noop, noop),
        List.of(unknown, told),
        List.of(unknown, told, told));
    // What is behind a key where no value can be is run as requests.
    differ(
        request(0x1c, 1, 0, new byte[4], "key", new String(noop, ISO_8859_1)),
        List.of("81 1c type=0 status=01 opaque=1 cas=0 extras= key= value=Not found", told),
        List.of("81 1c type=0 status=04 opaque=1 cas=0 extras= key= value=Invalid arguments"));
    differ(
        request(0x10, 1, 0, NO_EXTRAS, "none", new String(noop, ISO_8859_1)),
        List.of("81 10 type=0 status=01 opaque=1 cas=0 extras= key= value=Not found", told),
        List.of("81 10 type=0 status=04 opaque=1 cas=0 extras= key= value=Invalid arguments"));
    // A body of 2 GiB is refused by both; what comes behind its head is no request.
    String tooLarge = "81 01 type=0 status=03 opaque=1 cas=0 extras= key= value=Too large.";
    differ(
        all(head(0x01, 2, 8, 0x8000_0010, 1, 0), new byte[10], noop),
        List.of(tooLarge, told),
        List.of(tooLarge));
    // What a set with a token was to replace stays, as that of a cas in text.
    differ(
        all(
            store(0x11, 2, 0, 0, 0, "a", "old"),
            store(0x01, 1, 5, 0, 0, "a", "v".repeat((1 << 20) + 1)), request(0x0c, 3, "a")),
        List.of(tooLarge, "81 0c type=0 status=01 opaque=3 cas=0 extras= key=a value="),
        List.of(
            tooLarge, "81 0c type=0 status=00 opaque=3 cas=cas0 extras=00000000 key=a value=old"));
    // memcached tells of connections in text only.
    differ(
        request(0x10, 1, "conns"),
        List.of("81 10 type=0 status=01 opaque=1 cas=0 extras= key= value=Not found"),
        List.of("81 10 type=0 status=00 opaque=1 cas=0 extras= key= value="));
    // Of what is dead on arrival there is no token to be told.
    byte[] dead = store(0x01, 1, 0, 0, 40 * 24 * 60 * 60, "a", "x");
    List<String> replies = ranked(memcached.talk(dead));
    assertEquals(1, replies.size());
    assertFalse(replies.getFirst().contains("cas=0 "));
    assertEquals(
        List.of("81 01 type=0 status=00 opaque=1 cas=0 extras= key= value="),
        ranked(say(ours.getFirst(), dead)));
  }

  private void differ(byte[] said, List<String> theirs, List<String> ourReplies)
      throws IOException {
    assertEquals(theirs, ranked(memcached.talk(said)));
    for (Harness harness : ours) {
      assertEquals(ourReplies, ranked(say(harness, said)));
      harness.leave();
    }
  }

  private void compare(String title, byte[] said) throws IOException {
    byte[] all = all(FLUSH, said);
    List<String> expected = ranked(memcached.talk(all));
    for (Harness harness : ours) {
      List<String> replies = ranked(say(harness, all));
      harness.leave();
      assertEquals(around(expected, replies), around(replies, expected), title);
    }
  }

  /** What is around the first difference, for values may be long; of what is equal, nothing. */
  private static List<String> around(List<String> replies, List<String> others) {
    int at = 0;
    while (at < replies.size() && at < others.size() && replies.get(at).equals(others.get(at))) {
      at++;
    }
    int to = Math.min(replies.size(), at + 3);
    return at == replies.size() && at == others.size()
        ? List.of()
        : replies.subList(Math.max(0, at - 8), to).stream()
            .map(line -> line.substring(0, Math.min(200, line.length())))
            .toList();
  }

  private static byte[] say(Harness harness, byte[] said) {
    return harness.talk(new String(said, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  /** Each reply in a line, its token by how many others were told before it. */
  private static List<String> ranked(byte[] replies) {
    Map<Long, Integer> ranks = new HashMap<>();
    return Packets.told(
        replies,
        cas -> cas == 0 ? "0" : "cas" + ranks.computeIfAbsent(cas, token -> ranks.size()));
  }
}
