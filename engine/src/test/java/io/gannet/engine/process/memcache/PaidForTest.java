package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Bugs that other caches have had, or have: each is a test, over every engine.
 *
 * <p>Of engines made of segments: a cas that succeeds because another item took the old one's
 * place; bytes subtracted twice when a replacement meets the eviction of what it replaces; two
 * entries for a key after a store that failed; a pinned segment that is never freed; a loop without
 * end when nothing can be freed, or when a set comes in the second of a flush; a crash when memory
 * is full before anything is old; a hit past the deadline; an incr that leaves the token as it was;
 * counts that drift with each eviction; append and prepend that nobody wrote, incr that answers raw
 * bytes.
 *
 * <p>Of slabs: a key of 256 bytes kills the process; the counters are wrong after an eviction;
 * something leaks with each request that comes in two reads.
 *
 * <p>Of cuckoo tables: a pipelined read kills the process; nothing can be deleted in the first
 * second; client flags come back as 0; "007" comes back as "7"; the texts of errors are cut; a value
 * that is too large wedges the conversation; the depth of displacement is not what was asked for
 * (that one has its test in the engine's own room, where moves are counted).
 */
class PaidForTest {
  private static final String STORED = "STORED\r\n";
  private static final String BAD_LINE = "CLIENT_ERROR bad command line format\r\n";

  private static String set(String key, String value) {
    return "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private static String hit(String key, String value) {
    return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
  }

  private static String token(Harness client, String key) {
    String reply = client.talk("gets " + key + "\r\n");
    return reply.startsWith("VALUE ") ? reply.lines().findFirst().get().split(" ")[4] : null;
  }

  // Tokens.

  @EachSubject
  void aCasDoesNotSucceedBecauseAnotherItemTookTheSamePlace(Subject subject) {
    try (var shard = subject.shard(32 << 10)) {
      Set<Long> tokens = new HashSet<>();
      Set<Long> places = new HashSet<>();
      int writes = 2_000;
      for (int i = 0; i < writes; i++) {
        shard.set("a", "x".repeat(100));
        shard.delete(i % 3 == 0 ? "a" : "nothing");
        shard.set("a", "x".repeat(100));
        places.add(shard.find("a"));
        assertTrue(tokens.add(shard.cas("a")), "token of write " + i);
      }
      assertTrue(places.size() < writes / 2, "no place was used anew: this tests nothing");
    }
  }

  @EachSubject
  void everyVerbThatChangesAValueChangesItsToken(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(set("n", "10"));
    Set<String> tokens = new HashSet<>();
    tokens.add(token(client, "n"));
    String[] changes = {
      "incr n 1\r\n", "decr n 1\r\n", "incr n 0\r\n", "append n 0 0 1\r\n1\r\n",
      "prepend n 0 0 1\r\n1\r\n", "replace n 0 0 2\r\n10\r\n", set("n", "10")
    };
    for (String change : changes) {
      String before = token(client, "n");
      client.talk(change);
      assertEquals(
          "EXISTS\r\n", client.talk("cas n 0 0 1 " + before + "\r\nx\r\n"), "after " + change);
      assertTrue(tokens.add(token(client, "n")), "the token after " + change);
    }
    String last = token(client, "n");
    assertEquals(STORED, client.talk("cas n 0 0 1 " + last + "\r\n5\r\n"));
    assertEquals("EXISTS\r\n", client.talk("cas n 0 0 1 " + last + "\r\n6\r\n"));
  }

  // Counts.

  @EachSubject
  void aReplacementThatMeetsTheEvictionOfWhatItReplacesIsCountedOnce(Subject subject) {
    try (var shard = subject.shard(32 << 10)) {
      for (int i = 0; i < 500; i++) {
        shard.set("k" + i % 251, "x".repeat(100));
        shard.store.maintain(1 + i % 3);
        shard.set("k" + i * 5 % 251, "y".repeat(100));
        shard.audit();
      }
      assertTrue(shard.stat("evictions") > 0, "nothing was evicted: this tests nothing");
    }
  }

  @EachSubject
  void asManyItemsAreCountedAsCanBeFoundHoweverManyWereEvicted(Subject subject) {
    try (var shard = subject.shard()) {
      int stored = 4_000;
      for (int i = 0; i < stored; i++) {
        shard.set("k" + i, "x".repeat(i % 150));
      }
      long found = 0;
      long bytes = 0;
      for (int i = 0; i < stored; i++) {
        String value = shard.get("k" + i);
        found += value != null ? 1 : 0;
        bytes += value != null ? value.length() : 0;
      }
      assertEquals(found, shard.stat("curr_items"));
      assertEquals(bytes, shard.stat("value_bytes"));
      assertEquals(stored - found, shard.stat("evictions"));
    }
  }

  @EachSubject
  void aKeyIsThereOnceAfterAStoreThatFailed(Subject subject) {
    Harness client = Harness.over(subject);
    String tooLarge = "v".repeat(300_000);
    assertEquals(
        STORED + "SERVER_ERROR object too large for cache\r\nEND\r\n" + STORED + hit("a", "3"),
        client.talk(set("a", "1") + set("a", tooLarge) + "get a\r\n" + set("a", "3") + "get a\r\n"));
    assertEquals("DELETED\r\nEND\r\n", client.talk("delete a\r\nget a\r\n"));
    assertEquals("NOT_FOUND\r\n", client.talk("delete a\r\n"));
  }

  // Memory that does not come back, and loops without end.

  @EachSubject
  void whatWasPinnedIsFreedInTheEnd(Subject subject) {
    try (var shard = subject.shard()) {
      long atFirst = storable(shard);
      long pin = shard.store.pin(shard.find("last"));
      shard.delete("last");
      shard.evictItems(1_000);
      shard.store.unpin(pin);
      shard.store.flush();
      shard.settle();
      assertTrue(storable(shard) >= atFirst, "less fits than at first");
      shard.store.flush();
      shard.settle();
    }
  }

  /** How many items are stored until one is evicted. */
  private static long storable(StoreShard<Store> shard) {
    long before = shard.stat("evictions");
    long count = 0;
    for (; shard.stat("evictions") == before; count++) {
      shard.set("k" + count, "x".repeat(100));
    }
    shard.set("last", "x");
    return count;
  }

  @EachSubject
  void aSetInTheSecondOfAFlushNeitherSpinsNorIsForgotten(Subject subject) {
    Harness client = Harness.over(subject);
    for (int i = 0; i < 500; i++) {
      String value = "x".repeat(300) + i;
      assertEquals(
          STORED + hit("a", value) + "OK\r\nEND\r\n" + STORED,
          client.talk(set("a", value) + "get a\r\nflush_all\r\nget a\r\n" + set("b", value)));
    }
  }

  @EachSubject
  void memoryMayFillUpInItsFirstSecondAndWithAnyDeadlines(Subject subject) {
    try (var shard = subject.shard()) {
      for (int i = 0; i < 3_000; i++) {
        assertTrue(shard.set("k" + i, "x".repeat(200), 1 + i * 40_000) >= 0, "item " + i);
        assertEquals("x".repeat(200), shard.get("k" + i));
      }
    }
  }

  @EachSubject
  void aRequestInTwoReadsLeavesNothingBehind(Subject subject) {
    Harness client = Harness.over(subject);
    for (int i = 0; i < 2_000; i++) {
      assertEquals("", client.talk("set k" + i % 10 + " 0 0 100\r\n" + "x".repeat(i % 100)));
      if (i % 3 == 0) {
        client.leave();
      } else {
        assertEquals(STORED, client.talk("x".repeat(100 - i % 100) + "\r\n"));
      }
    }
    assertEquals(STORED + hit("a", "1"), client.talk(set("a", "1") + "get a\r\n"));
  }

  // Time.

  @EachSubject
  void thereIsNoHitPastADeadline(Subject subject) {
    for (int ttlSec : new int[] {1, 8, 100, 2_048, 2_592_000}) {
      Harness client = Harness.over(subject);
      client.advanceSec(3);
      client.talk("set a 0 " + ttlSec + " 1\r\n1\r\nset b 0 0 1\r\n1\r\ntouch b " + ttlSec + "\r\n");
      client.advanceSec(ttlSec - 1);
      assertEquals(hit("a", "1"), client.talk("get a\r\n"), "too early, TTL " + ttlSec);
      assertEquals("2\r\n", client.talk("incr b 1\r\n"), "too early, TTL " + ttlSec);
      client.advanceSec(1);
      assertEquals("END\r\n", client.talk("get a b\r\n"), "TTL " + ttlSec);
      assertEquals(
          "NOT_FOUND\r\nNOT_FOUND\r\nNOT_STORED\r\n" + STORED,
          client.talk("touch a 9\r\nincr b 1\r\nreplace a 0 0 1\r\nx\r\nadd b 0 0 1\r\nx\r\n"));
    }
  }

  @EachSubject
  void whatIsDeletedInTheFirstSecondIsGone(Subject subject) {
    Harness client = Harness.over(subject);
    assertEquals(
        STORED + "DELETED\r\nEND\r\nNOT_FOUND\r\n",
        client.talk(set("a", "1") + "delete a\r\nget a\r\ndelete a\r\n"));
  }

  // What comes back is what went.

  @EachSubject
  void aNumberComesBackAsItWasWritten(Subject subject) {
    Harness client = Harness.over(subject);
    for (String number : new String[] {"007", "0", "00", "18446744073709551615", "12 "}) {
      assertEquals(STORED + hit("n", number), client.talk(set("n", number) + "get n\r\n"));
    }
    assertEquals(STORED + "8\r\n", client.talk(set("n", "007") + "incr n 1\r\n"));
    assertEquals(hit("n", "8  "), client.talk("get n\r\n"));
  }

  @EachSubject
  void clientFlagsComeBack(Subject subject) {
    Harness client = Harness.over(subject);
    for (String flags : new String[] {"1", "65536", "2147483648", "4294967295"}) {
      client.talk("set a " + flags + " 0 1\r\n1\r\n");
      assertEquals("VALUE a " + flags + " 1\r\n1\r\nEND\r\n", client.talk("get a\r\n"));
      client.talk("incr a 1\r\nappend a 7 0 1\r\n0\r\ntouch a 100\r\n");
      assertEquals("VALUE a " + flags + " 2\r\n20\r\nEND\r\n", client.talk("get a\r\n"));
    }
  }

  @EachSubject
  void everyVerbIsThere(Subject subject) {
    Harness client = Harness.over(subject);
    assertEquals(
        STORED + STORED + STORED + hit("a", "<x>") + "NOT_STORED\r\nNOT_STORED\r\n",
        client.talk(
            set("a", "x") + "append a 0 0 1\r\n>\r\nprepend a 0 0 1\r\n<\r\nget a\r\n"
                + "append b 0 0 1\r\n>\r\nadd a 0 0 1\r\n1\r\n"));
    assertEquals(
        STORED + "12\r\n0\r\n" + hit("n", "0 "),
        client.talk(set("n", "5") + "incr n 7\r\ndecr n 99\r\nget n\r\n"));
    assertEquals(
        "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n",
        client.talk("incr a 1\r\n"));
  }

  // Conversations that others do not survive.

  @EachSubject
  void aKeyOf250BytesIsServedAndOneOf251IsRefused(Subject subject) {
    Harness client = Harness.over(subject);
    String longest = "k".repeat(250);
    assertEquals(
        STORED + hit(longest, "1"), client.talk(set(longest, "1") + "get " + longest + "\r\n"));
    for (int length : new int[] {251, 255, 256, 257, 1000}) {
      String key = "k".repeat(length);
      String replies = client.talk("get " + key + "\r\ndelete " + key + "\r\n");
      assertEquals(BAD_LINE + BAD_LINE, replies, length + " bytes");
      assertTrue(client.talk(set(key, "1")).startsWith(BAD_LINE), length + " bytes");
      assertEquals(hit(longest, "1"), client.talk("get " + longest + "\r\n"));
    }
  }

  @EachSubject
  void aValueThatIsTooLargeDoesNotWedgeTheConversation(Subject subject) {
    Harness client = Harness.over(subject);
    String tooLarge = "v".repeat(200_000);
    for (String verb : new String[] {"set", "add", "append", "prepend"}) {
      client.talk(set("a", "1"));
      String request = verb + " a 0 0 " + tooLarge.length() + "\r\n" + tooLarge + "\r\n";
      String error = "SERVER_ERROR object too large for cache\r\n";
      assertEquals(error + "VERSION 1.6.18\r\n", client.talk(request + "version\r\n"), verb);
      byte[] bytes = Conversations.bytes(request + "version\r\n");
      client.out.rule(null, 0);
      client.send(bytes, 10_000, 150_000);
      assertEquals(error + "VERSION 1.6.18\r\n", client.replies(), verb + " in pieces");
      // As in memcached the old value does not outlive a set; what only adds leaves it.
      assertEquals(verb.equals("set") ? "END\r\n" : hit("a", "1"), client.talk("get a\r\n"));
    }
  }

  /** The item's own flags count: what the request says of them needs no room. */
  @EachSubject
  void whatIsJoinedToALargestItemNeedsNoRoomForFlags(Subject subject) {
    Harness client = Harness.over(subject);
    int length = 5_000;
    while (!client.talk(set("a", "v".repeat(length))).equals(STORED)) {
      length--;
    }
    for (String verb : new String[] {"append", "prepend"}) {
      client.talk(set("a", ""));
      String request = verb + " a 7 0 " + length + "\r\n" + "v".repeat(length) + "\r\n";
      assertEquals(STORED, client.talk(request), verb);
      client.talk(set("a", ""));
      client.out.rule(null, 0);
      client.send(Conversations.bytes(request), request.length() / 2);
      assertEquals(STORED, client.replies(), verb + " in pieces");
      assertEquals(hit("a", "v".repeat(length)), client.talk("get a\r\n"));
    }
  }

  @EachSubject
  void manyRequestsInOneReadAreAnsweredInOrder(Subject subject) {
    Harness client = Harness.over(subject);
    StringBuilder said = new StringBuilder();
    StringBuilder answered = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      said.append(set("k" + i % 7, "v" + i)).append("get k").append(i % 7).append("\r\n");
      answered.append(STORED).append(hit("k" + i % 7, "v" + i));
    }
    assertEquals(answered.toString(), client.talk(said.toString()));
    client.out.rule(null, 0);
    Random random = new Random(1);
    byte[] bytes = Conversations.bytes(said.toString());
    client.send(bytes, ChunkingTest.cuts(random, bytes.length));
    assertEquals(answered.toString(), client.replies());
  }
}
