package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Subject;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is stored, listed in memcached's three forms. */
class DumpTest {
  private static final Scale SCALE = Scale.of(2 << 20);

  private static String sets(int count) {
    StringBuilder sets = new StringBuilder();
    for (int i = 0; i < count; i++) {
      sets.append("set key").append(i).append(" 0 0 2 noreply\r\nab\r\n");
    }
    return sets.toString();
  }

  private static List<String> keys(String dump) {
    return dump.lines()
        .filter(line -> line.startsWith("key="))
        .map(line -> line.substring("key=".length(), line.indexOf(' ')))
        .sorted()
        .toList();
  }

  @Test
  void aLineIsMemcacheds() {
    Harness harness = new Harness();
    harness.talk("set a%~b 5 100 3\r\nabc\r\nset b 0 0 1\r\n1\r\n");
    assertEquals(
        "OK\r\n"
            + "key=a%25~b exp=1800000100 la=0 cas=1 fetch=no cls=0 size=7 flags=5 \n"
            + "key=b exp=-1 la=0 cas=2 fetch=no cls=0 size=2 flags=0 \n"
            + "END\r\n",
        harness.talk("lru_crawler metadump all\r\n"));
    assertEquals(
        harness.talk("lru_crawler metadump hash\r\n"),
        harness.talk("lru_crawler metadump 0,7\r\n"));
    assertEquals("OK\r\nEND\r\n", harness.talk("lru_crawler metadump 1\r\n"));
  }

  @Test
  void whatIsRequestedBehindItIsAnsweredBehindIt() {
    Harness harness = new Harness();
    assertEquals(
        "STORED\r\nOK\r\nkey=a exp=-1 la=0 cas=1 fetch=no cls=0 size=2 flags=0 \nEND\r\n"
            + "VALUE a 0 1\r\n1\r\nEND\r\n",
        harness.talk("set a 0 0 1\r\n1\r\nlru_crawler metadump all\r\nget a\r\n"));
  }

  @Test
  void keysThatAreNoWordsAreInBase64() {
    Harness harness = new Harness();
    harness.talk("ms YSBi 1 b\r\n1\r\nset c 0 0 1\r\n1\r\n");
    assertEquals(
        "OK\r\nmg YSBi b\r\nmg c\r\nEN\r\n", harness.talk("lru_crawler mgdump all\r\n"));
    assertTrue(harness.talk("lru_crawler metadump all\r\n").contains("\nkey=a%20b exp="));
    assertEquals(
        "ITEM c [1 b; 0 s]\r\nEND\r\n", harness.talk("stats cachedump 0 0\r\n"), "not told there");
  }

  @Test
  void aCacheDumpEndsWithItsLimit() {
    Harness harness = new Harness();
    harness.talk(sets(3) + "set d 0 9 1\r\n1\r\n");
    assertEquals(
        "ITEM key0 [2 b; 0 s]\r\nITEM key1 [2 b; 0 s]\r\nEND\r\n",
        harness.talk("stats cachedump 0 2\r\n"));
    assertTrue(
        harness.talk("stats cachedump 0 9\r\n").endsWith("ITEM d [1 b; 1800000009 s]\r\nEND\r\n"));
    assertEquals("END\r\n", harness.talk("stats cachedump 1 9\r\n"));
  }

  @Test
  void wrongOnesAreToldByMemcachedsErrors() {
    Harness harness = new Harness();
    String[][] talks = {
      {"lru_crawler", "ERROR"},
      {"lru_crawler foo", "ERROR"},
      {"lru_crawler metadump", "ERROR"},
      {"lru_crawler metadump all x", "ERROR"},
      {"lru_crawler metadump 64", "BADCLASS invalid class id"},
      {"lru_crawler metadump 1,x", "BADCLASS invalid class id"},
      {"lru_crawler mgdump 1,", "BADCLASS invalid class id"},
      {"lru_crawler mgdump ,", "BADCLASS invalid class id"},
      {"lru_crawler sleep 1000000", "OK"},
      {"lru_crawler sleep 1000001", "CLIENT_ERROR sleep must be one second or less"},
      {"lru_crawler sleep x", "CLIENT_ERROR bad command line format"},
      {"lru_crawler tocrawl 5000000", "OK"},
      {"lru_crawler tocrawl -1", "CLIENT_ERROR bad command line format"},
      {"lru_crawler crawl all", "CLIENT_ERROR lru crawler disabled"},
      {"lru_crawler enable", "OK"},
      {"lru_crawler disable", "OK"},
      {"stats cachedump", "CLIENT_ERROR bad command line"},
      {"stats cachedump 1", "CLIENT_ERROR bad command line"},
      {"stats cachedump x 1", "CLIENT_ERROR bad command line format"},
      {"stats cachedump 1 x", "CLIENT_ERROR bad command line format"},
      {"stats cachedump 64 1", "CLIENT_ERROR Illegal slab id"},
      {"watch", "CLIENT_ERROR watch commands not allowed"},
      {"watch fetchers mutations", "CLIENT_ERROR watch commands not allowed"},
    };
    for (String[] talk : talks) {
      assertEquals(talk[1] + "\r\n", harness.talk(talk[0] + "\r\n"), talk[0]);
    }
  }

  /** However many items there are, a call does no more than it is allowed, and a page. */
  @EachSubject
  void aCallListsWithinItsBudget(Subject subject) {
    Harness harness = Harness.over(subject, SCALE);
    harness.talk(sets(3000));
    List<String> all = keys(harness.talk("lru_crawler metadump all\r\n"));
    harness = new Harness(harness);
    byte[] request = "lru_crawler metadump all\r\n".getBytes(ISO_8859_1);
    Window in = new Window().set(MemorySegment.ofArray(request).asReadOnly(), 0, request.length);
    int calls = 0;
    Progress progress = Progress.YIELD;
    while (progress != Progress.DRAINED) {
      harness.out.budget = 100;
      progress = harness.processor.process(harness.session, in, harness.out);
      assertTrue(harness.out.budget > -1400, "budget: " + harness.out.budget);
      calls++;
    }
    assertEquals(all, keys(harness.replies()));
    assertTrue(calls > all.size() / 100, calls + " calls for " + all.size());
  }

  /** As asked for while there is no other, as one of several workers. */
  @EachSubject
  void everyShardsItemsAreListed(Subject subject) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 10; seed++) {
      Random random = new Random(seed);
      Cluster cluster =
          new Cluster(
              subject, SCALE, 2 + random.nextInt(3), 32_768, random.nextInt(3) * 0.2, random);
      Cluster.Client filler = cluster.client(0, sets(300).getBytes(ISO_8859_1));
      cluster.run();
      byte[] gets = gets(300).getBytes(ISO_8859_1);
      Cluster.Client reader = cluster.client(0, gets);
      cluster.run();
      String dump = "lru_crawler metadump all\r\nversion\r\n";
      Cluster.Client client = cluster.client(1, dump.getBytes(ISO_8859_1));
      cluster.run();
      String told = new String(client.out.bytes(), ISO_8859_1);
      String found = new String(reader.out.bytes(), ISO_8859_1);
      List<String> held =
          Arrays.stream(found.split("\r\n"))
              .filter(line -> line.startsWith("VALUE "))
              .map(line -> line.split(" ")[1])
              .sorted()
              .toList();
      assertEquals(held, keys(told), "seed " + seed);
      assertTrue(told.startsWith("OK\r\n") && told.endsWith("END\r\nVERSION 1.6.18\r\n"), told);
      assertEquals(new TreeSet<>(held).size(), held.size());
      assertEquals("", new String(filler.out.bytes(), ISO_8859_1));
    }
  }

  private static String gets(int count) {
    StringBuilder gets = new StringBuilder();
    for (int i = 0; i < count; i++) {
      gets.append("get key").append(i).append("\r\n");
    }
    return gets.toString();
  }

  @EachSubject
  void whoLeavesInTheMiddleLeavesNothingBehind(Subject subject) {
    Random random = new Random();
    Cluster cluster = new Cluster(subject, SCALE, 3, 32_768, 0.2, random);
    cluster.client(0, sets(500).getBytes(ISO_8859_1));
    cluster.run();
    cluster.client(1, "lru_crawler metadump all\r\n".getBytes(ISO_8859_1));
    cluster.run(random.nextInt(200));
    cluster.leave(1);
    Cluster.Client second = cluster.client(1, "lru_crawler mgdump all\r\n".getBytes(ISO_8859_1));
    cluster.run();
    assertTrue(new String(second.out.bytes(), ISO_8859_1).endsWith("EN\r\n"));
    assertEquals(List.of(), cluster.faults());
  }
}
