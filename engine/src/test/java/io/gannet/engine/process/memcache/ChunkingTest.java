package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.memcache.Conversations.Conversation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However the same bytes are cut, and wherever the output refuses, the replies are the same. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a loop without end
class ChunkingTest {
  private static final int SEEDS = 40;
  private static final String META =
      "ms a 2 c k O1 T90\r\nhi\r\nmg a v h l t O2\r\nmg a h\r\nmd a I\r\nmg a v k\r\nmg a\r\n"
          + "ms a 1 C1 I\r\nx\r\nmg a v\r\nma c N0 v\r\nma c D5 v t\r\nmg n N5 q\r\nmg n s\r\n"
          + "mg YQ== b k v\r\nms a 1 MA E5 c s\r\ny\r\nmg a c v\r\nme a\r\nmd a x\r\nmg a v\r\n"
          + "ms b 9 T\r\nflush_all\r\nms b 3 M!\r\nget\r\nmg a v v\r\nmd a q\r\nmd a q\r\nmn\r\n"
          + "ms l 5000 k O7 s E8 c\r\n"
          + "v".repeat(5000)
          + "\r\nmg l s c k O8 v\r\nms l 3 ME k O9\r\nabc\r\nmg l C8 v c\r\n";

  private final Harness client = new Harness();

  @Test
  void anyCutGivesTheSameReplies() {
    for (String said : small()) {
      byte[] bytes = Conversations.bytes(said);
      String expected = client.afresh().send(bytes).replies();
      for (int cut = 1; cut < bytes.length; cut += 1 + bytes.length / 800 * 3) {
        same(expected, client.afresh().send(bytes, cut), "cut at " + cut, said);
      }
    }
  }

  @Test
  void oneByteAtATimeGivesTheSameReplies() {
    for (String said : small()) {
      byte[] bytes = Conversations.bytes(said);
      String expected = client.afresh().send(bytes).replies();
      int[] cuts = new int[bytes.length];
      Arrays.setAll(cuts, i -> i);
      same(expected, client.afresh().send(bytes, cuts), "one by one", said);
    }
  }

  @Test
  void randomCutsAndRefusalsGiveTheSameReplies() {
    for (String said : conversations().toList()) {
      byte[] bytes = Conversations.bytes(said);
      String expected = client.afresh().send(bytes).replies();
      for (long seed = 1; seed <= (bytes.length > 100_000 ? 2 : SEEDS); seed++) {
        Random random = new Random(seed);
        int[] cuts = cuts(random, bytes.length);
        Harness unruly = client.afresh().unruly(random).send(bytes, cuts);
        same(expected, unruly, "seed " + seed + ", cuts " + Arrays.toString(cuts), said);
      }
    }
  }

  @Test
  void randomConversationsGiveTheSameReplies() {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + 400; seed++) {
      Random random = new Random(seed);
      String said = new RandomConversation(random).text(40);
      byte[] bytes = Conversations.bytes(said);
      String expected = client.afresh().send(bytes).replies();
      Harness unruly = client.afresh().unruly(random).send(bytes, cuts(random, bytes.length));
      same(expected, unruly, "seed " + seed, said);
    }
  }

  @Test
  void theSegmentStoreGivesTheSameRepliesAsTheMap() {
    Harness overSegments = Harness.overSegments();
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = Conversations.bytes(new RandomConversation(random).text(40));
      String expected = client.afresh().send(bytes).replies();
      overSegments.afresh().unruly(random).send(bytes, cuts(random, bytes.length));
      assertEquals(
          Conversations.withCasRanks(expected),
          Conversations.withCasRanks(overSegments.replies()),
          "seed " + seed);
    }
  }

  /** Ascending, some close together. */
  static int[] cuts(Random random, int length) {
    int mean = 1 + random.nextInt(random.nextBoolean() ? 8 : Math.max(1, length / 2));
    int[] cuts = new int[Math.min(length, 2000)];
    int count = 0;
    for (int cut = 0; cut < length && count < cuts.length; cut += 1 + random.nextInt(2 * mean)) {
      cuts[count++] = cut;
    }
    return Arrays.copyOf(cuts, count);
  }

  private static void same(String expected, Harness client, String how, String said) {
    String replies = client.replies();
    if (!expected.equals(replies)) {
      assertEquals(expected, replies, how + " of " + said);
    }
  }

  private static List<String> small() {
    return conversations().filter(said -> said.length() < 12_000).toList();
  }

  /** The scripted ones, and what no memcached would answer alike: lines longer than it likes. */
  private static Stream<String> conversations() {
    String set = "set a 0 0 1\r\nx\r\nset bb 3 0 2\r\nyy\r\n";
    String keys = "a bb nope ".repeat(250);
    String longKey = "k".repeat(251);
    Stream<String> unlike =
        Stream.of(
            set + "get " + keys + "\r\nversion\r\n",
            set + "gets  " + keys + " \r\nversion\r\n",
            set + "gat 0 " + keys + "bb\nversion\r\n",
            set + "gat x " + keys + "bb\nversion\r\n",
            set + "get " + keys + longKey + " a\r\nversion\r\n",
            set + "get " + keys + "k".repeat(250) + " a\r\nversion\r\n",
            set + "get " + keys + "k".repeat(250) + "\r\nversion\r\n",
            set + "get " + keys + longKey + "\r\nversion\r\n",
            set + "get " + longKey + " " + keys + "\r\nversion\r\n",
            set + "get " + "k".repeat(3000) + "\r\nversion\r\n",
            set + "get " + " ".repeat(3000) + "a\r\nversion\r\n",
            set + "get " + " ".repeat(3000) + "\r\nversion\r\n",
            set + "gat 0" + " ".repeat(3000) + "\r\nversion\r\n",
            set + "gat " + " ".repeat(3000) + "0 a\r\nversion\r\n",
            set + " ".repeat(2100) + "get a\r\nversion\r\n",
            "get " + "k".repeat(2043) + "\nversion\r\n",
            "get " + "k ".repeat(1022) + "\nversion\r\n",
            "get " + "k ".repeat(1022) + "\r\nversion\r\n",
            "x".repeat(2047) + "\nversion\r\n",
            "x".repeat(2048) + "\nversion\r\n",
            "x".repeat(2047) + "\r\nversion\r\n",
            "x".repeat(2048) + "\r\nversion\r\n",
            "version\r\n" + "x".repeat(3000) + "\r\nversion\r\n",
            "version\r\n\u0080\u0000\u0000\r\nversion\r\n",
            META,
            META.replace("ms ", "ms  ").replace("\r\nmg", "\nmg"),
            "shutdown\r\nmg a v\r\nwatch\r\nstats\r\nstats settings\r\nversion\r\n");
    Stream<String> scripted = Conversations.all().stream().map(Conversation::whole);
    // What was counted must not depend on cuts either.
    return Stream.concat(scripted, unlike).map(said -> said + "\r\nstats\r\n");
  }

  @Test
  void aConversationOfManyKindsIsThere() {
    assertTrue(conversations().count() > 40);
  }
}
