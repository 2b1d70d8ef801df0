package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gannet.engine.process.memcache.Conversations.Conversation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same conversations with a real memcached and with ours give the same bytes. */
class DifferentialTest {
  private static final String BAD_LINE = "CLIENT_ERROR bad command line format\r\n";
  private static final int RANDOM_CONVERSATIONS =
      Integer.getInteger("gannet.conversations", 300);

  /** The map keeps word of each item there ever was: so many fit into a test's memory. */
  static final int CONVERSATIONS_PER_STORE = 10_000;

  private static final int TRIES_MAX = 3;

  private static Memcached memcached;
  private Harness overMap;
  private Harness overSegments;
  private Harness overSlabs;

  DifferentialTest() {
    beginAnew();
  }

  private void beginAnew() {
    overMap = new Harness();
    overSegments = Harness.overSegments();
    overSlabs = Harness.overSlabs();
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

  @Test
  void scriptedConversationsGoAsWithMemcached() throws IOException {
    for (Conversation conversation : Conversations.all()) {
      if (!conversation.title().contains("since memcached")) {
        compare(conversation.title(), conversation.turns());
      }
    }
  }

  @Test
  void randomConversationsGoAsWithMemcached() throws IOException {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + RANDOM_CONVERSATIONS; seed++) {
      if (seed % CONVERSATIONS_PER_STORE == 0) {
        beginAnew();
      }
      RandomConversation random = new RandomConversation(new Random(seed), false);
      compare("seed " + seed, List.of(random.text(60)));
    }
  }

  @Test
  void randomMetaConversationsGoAsWithMemcached() throws IOException {
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + RANDOM_CONVERSATIONS; seed++) {
      if (seed % CONVERSATIONS_PER_STORE == 0) {
        beginAnew();
      }
      RandomMeta random = new RandomMeta(new Random(seed), false);
      compare("seed " + seed, List.of(random.text(60)));
    }
  }

  /** Where we are not as memcached is, and why: each is shown with both replies. */
  @Test
  void differencesAreTheseAlone() throws IOException {
    // A number is never cut to 32 bits.
    differ("set a 4294967296 0 1\r\nx\r\n", "STORED\r\n", BAD_LINE);
    differ(
        "set a 0 0 4294967296\r\nx\r\n",
        "CLIENT_ERROR bad data chunk\r\nERROR\r\n",
        BAD_LINE + "ERROR\r\n");
    differ(
        "set a 0 4294967295 1\r\nx\r\nget a\r\n",
        "STORED\r\nEND\r\n",
        "STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
    differ(
        "incr a -18446744073709551615\r\n",
        "NOT_FOUND\r\n",
        "CLIENT_ERROR invalid numeric delta argument\r\n");
    // A NUL is a character like any other; memcached's lines end there.
    differ(
        "set c\0d 0 0 1\r\nx\r\nget c\0d\r\n",
        "ERROR\r\nERROR\r\nEND\r\n",
        "STORED\r\nVALUE c\0d 0 1\r\nx\r\nEND\r\n");
    // As 1.6.45 says it.
    differ(
        "shutdown\r\nshutdown foo\r\n",
        "ERROR: shutdown not enabled\r\n".repeat(2),
        "SERVER_ERROR: shutdown not enabled\r\n".repeat(2));
    // Never documented.
    differ("bget a\r\n", "END\r\n", "ERROR\r\n");
  }

  /** Differences in what a long line is, and in what becomes of replies before an error. */
  @Test
  void differencesOfLinesAreTheseAlone() throws IOException {
    // How long a line may be does not depend on how it was cut: 2048 bytes, or it is a retrieval.
    String longLine = "x".repeat(2049) + "\r\nversion\r\n";
    differ(longLine, "ERROR\r\nVERSION 1.6.18\r\n", "");
    // A retrieval longer than that is answered key by key, up to the bad one.
    String set = "set a 0 0 1\r\nx\r\n";
    String longKey = " " + "k".repeat(251) + "\r\n";
    String hit = "VALUE a 0 1\r\nx\r\n";
    differ(set + "get a" + " k".repeat(1500) + longKey, BAD_LINE, "STORED\r\n" + hit + BAD_LINE);
    // memcached drops all replies that it has not sent yet when a retrieval has a bad key.
    differ("version\r\nget a" + longKey, BAD_LINE, "VERSION 1.6.18\r\n" + BAD_LINE);
  }

  private void differ(String said, String theirs, String ourReplies) throws IOException {
    compare("before", List.of("version\r\n"));
    assertEquals(theirs, memcached.talk(List.of(said)), said);
    assertEquals(ourReplies, talk(overMap, List.of(said)), said);
  }

  private static List<String> flushedFirst(List<String> turns) {
    List<String> all = new ArrayList<>(turns);
    all.set(0, "flush_all\r\n" + all.getFirst());
    return all;
  }

  /** A conversation in which memcached's clock has ticked is not as one in which none has. */
  private void compare(String title, List<String> turns) throws IOException {
    List<String> said = flushedFirst(turns);
    String replies = "";
    String expected = "";
    for (int i = 0; i == 0 || i < TRIES_MAX && !expected.equals(replies); i++) {
      replies = Conversations.withCasRanks(talk(overMap, said));
      expected = Conversations.withCasRanks(memcached.talk(said));
    }
    compare(title + ", over a map", expected, replies);
    compare(title + ", over segments", expected, talk(overSegments, said));
    compare(title + ", over slabs", expected, talk(overSlabs, said));
  }

  private static void compare(String title, String expected, String replies) {
    String actual = Conversations.withCasRanks(replies);
    if (!expected.equals(actual)) {
      assertEquals(tail(expected, actual), tail(actual, expected), title);
    }
  }

  /** What is around the first difference, for values may be long. */
  private static String tail(String text, String other) {
    int at = 0;
    while (at < Math.min(text.length(), other.length()) && text.charAt(at) == other.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 200);
    return "at " + at + ": " + text.substring(from, Math.min(text.length(), at + 100));
  }

  private static String talk(Harness ours, List<String> turns) {
    StringBuilder replies = new StringBuilder();
    for (String turn : turns) {
      String cas = Conversations.lastCas(replies.toString());
      replies.append(ours.talk(turn.replace("@CAS@", cas)));
    }
    ours.leave();
    return replies.toString();
  }
}
