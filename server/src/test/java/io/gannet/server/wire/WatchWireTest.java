package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those are told who watch, of all workers, and what becomes of them. */
class WatchWireTest {
  private static final Pattern LINE = Pattern.compile("ts=(\\d+\\.\\d{6}) gid=(\\d+) type=(.*)");
  private static final Pattern SKIPPED = Pattern.compile("skipped=(\\d+)");
  private static final int WATCHERS_MAX = 20;

  private static Client watch(RunningServer server, String streams) {
    return server.connect().send("watch" + streams + "\r\n").expect("OK\r\n");
  }

  /** The next line without what is another each time. */
  private static String next(Client watcher) {
    String line = watcher.receiveLine();
    Matcher parts = LINE.matcher(line);
    assertTrue(parts.matches(), line);
    return parts.group(3).replaceFirst(" clsid=\\d+", "").replaceFirst(" cfd=\\d+", "");
  }

  private static void expect(Client watcher, String... lines) {
    for (String line : lines) {
      assertEquals(line, next(watcher));
    }
  }

  private static String get(String key, String status, int size) {
    return "item_get key=" + key + " status=" + status + " size=" + size;
  }

  private static String store(String key, String status, String command, int size) {
    return "item_store key=" + key + " status=" + status + " cmd=" + command + " ttl=0 size=" + size;
  }

  @ParameterizedTest
  @CsvSource({"segcache, 1", "segcache, 2", "twemcache, 2", "directcache, 2"})
  void whatAnyWorkerDoesIsTold(String product, String workers) {
    try (RunningServer server = RunningServer.start(product, "--workers", workers);
        Client client = server.connect();
        Client other = server.connect();
        Client watcher = watch(server, " fetchers mutations deletions")) {
      for (int i = 0; i < 16; i++) {
        Client asking = i % 2 == 0 ? client : other;
        String key = "key" + i;
        asking.send("get " + key + "\r\n").expect("END\r\n");
        asking.send("set " + key + " 0 0 4\r\nabcd\r\n").expect("STORED\r\n");
        asking.send("get " + key + "\r\n").expect("VALUE " + key + " 0 4\r\nabcd\r\nEND\r\n");
        asking.send("append " + key + " 0 0 2\r\nef\r\n").expect("STORED\r\n");
        asking.send("add " + key + " 0 0 1\r\n1\r\n").expect("NOT_STORED\r\n");
        asking.send("touch " + key + " 0\r\n").expect("TOUCHED\r\n");
        asking.send("delete " + key + "\r\n").expect("DELETED\r\n");
        asking.send("delete " + key + "\r\n").expect("NOT_FOUND\r\n");
        asking.send("ms " + key + " 2 q\r\n12\r\nmd " + key + "\r\n").expect("HD\r\n");
        expect(
            watcher,
            get(key, "not_found", 0), get(key, "not_found", 0), store(key, "stored", "set", 4),
            get(key, "found", 4), get(key, "found", 4), store(key, "stored", "append", 6),
            get(key, "found", 6), store(key, "not_stored", "add", 1), get(key, "found", 6),
            get(key, "found", 6), "deleted key=" + key + " cmd=delete size=6",
            get(key, "not_found", 0), get(key, "not_found", 0), store(key, "stored", "set", 2),
            get(key, "found", 2), "deleted key=" + key + " cmd=md size=2");
      }
    }
  }

  /** A value that comes slowly is told when it has come, wherever it belongs. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void aValueIsToldOnceItIsThere(String workers) {
    try (RunningServer server = RunningServer.start("segcache", "--workers", workers);
        Client client = server.connect();
        Client watcher = watch(server, " mutations fetchers")) {
      for (int i = 0; i < 8; i++) {
        client.send("set slow" + i + " 0 0 5000\r\nabc");
        client.send("x".repeat(4997) + "\r\n").expect("STORED\r\n");
        client.send("add slow" + i + " 0 0 5000\r\n");
        client.send("x".repeat(5000) + "\r\n").expect("NOT_STORED\r\n");
        expect(
            watcher,
            get("slow" + i, "not_found", 0), store("slow" + i, "stored", "set", 5000),
            get("slow" + i, "found", 5000), store("slow" + i, "not_stored", "add", 5000));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void numbersRiseAndClientsHaveTheNumberOfTheirConnection(String workers) {
    try (RunningServer server = RunningServer.start("segcache", "--workers", workers)) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(server.connect());
      }
      Client watcher = watch(server, "");
      long before = 0;
      for (int i = 0; i < 40; i++) {
        Client client = clients.get(i % clients.size());
        client.send("get k" + i + "\r\n").expect("END\r\n");
        String line = watcher.receiveLine();
        Matcher parts = LINE.matcher(line);
        assertTrue(parts.matches(), line);
        long gid = Long.parseLong(parts.group(2));
        assertTrue(gid > before, line);
        before = gid;
        if (!OverUnixSocket.path().isPresent()) {
          assertTrue(line.contains(" cfd=" + number(client) + " "), line);
        }
      }
      watcher.close();
      clients.forEach(Client::close);
    }
  }

  /** By which {@code stats conns} tells of a client. */
  private static String number(Client client) {
    Map<String, String> told = InsideWireTest.stats(client, "stats conns");
    return told.entrySet().stream()
        .filter(one -> one.getValue().endsWith(":" + client.localPort()))
        .map(one -> one.getKey().replaceFirst(":.*", ""))
        .findFirst()
        .orElseThrow();
  }

  /** As many as are counted; and what is told to be evicted is there no more. */
  @ParameterizedTest
  @CsvSource({
    "segcache, 1", "segcache, 2", "twemcache, 1", "twemcache, 2", "slimcache, 1", "directcache, 2"
  })
  void whatIsEvictedIsTold(String product, String workers) {
    try (RunningServer server =
            RunningServer.start(
                product, "--workers", workers, "--watch-buffer-size", "64MiB",
                "--watch-ring-size", "64MiB");
        Client client = server.connect();
        Client watcher = watch(server, " evictions")) {
      String value = "v".repeat(40);
      Set<String> evicted = new HashSet<>();
      int stored = 0;
      for (int round = 0; evicted.isEmpty(); round++) {
        assertTrue(round < 200, "nothing is evicted");
        StringBuilder sets = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
          sets.append("set k" + stored++ + " 0 0 40 noreply\r\n" + value + "\r\n");
        }
        client.send(sets + "mn\r\n").expect("MN\r\n");
        long count = server.metric("watch_events_total");
        for (long i = 0; i < count; i++) {
          String line = next(watcher);
          assertTrue(line.matches("eviction key=k\\d+ fetch=no ttl=-1 la=\\d+ size=40"), line);
          evicted.add(line.substring("eviction key=".length(), line.indexOf(" fetch")));
        }
      }
      for (String key : evicted.stream().limit(500).toList()) {
        client.send("get " + key + "\r\n").expect("END\r\n");
      }
      assertEquals(0, server.metric("watch_events_dropped_total"));
      assertEquals(server.metric("items_evicted_total"), server.metric("watch_events_total"));
    }
  }

  /** One who does not read misses lines, is told how many, and makes nobody wait. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void whoDoesNotReadIsToldHowMuchItMisses(String workers) {
    String[] words = {
      "--workers", workers, "--watch-buffer-size", "4KiB", "--max-unsent", "64KiB"
    };
    String key = "k".repeat(200);
    try (RunningServer server = RunningServer.start("segcache", words);
        Client client = server.connect();
        Client slow = server.connect(4096)) {
      slow.send("watch\r\n").expect("OK\r\n");
      int asked = 0;
      for (int round = 0; server.metric("watch_lines_skipped_total") < 1000; round++) {
        assertTrue(round < 2000, "nothing is skipped");
        client.send(("get " + key + "\r\n").repeat(100)).expect("END\r\n".repeat(100));
        asked += 100;
      }
      try (Client good = watch(server, " fetchers")) {
        client.send("get good\r\n").expect("END\r\n");
        assertEquals(get("good", "not_found", 0), next(good));
      }
      long events = server.metric("watch_events_total");
      assertEquals(asked + 1, events + server.metric("watch_events_dropped_total"));
      assertAllIsAccountedFor(client, slow, events);
      server.await("watchers", 1);
    }
  }

  /**
   * Its number says how many events were before a line: all were told or skipped. What a worker had
   * no room for is no event.
   */
  private static void assertAllIsAccountedFor(Client client, Client slow, long events) {
    long told = 0;
    long gid = 0;
    for (int i = 0; gid <= events; i++) {
      assertTrue(i < events + 10_000, "no end");
      if (i % 10 == 0) {
        client.send("get last\r\n").expect("END\r\n");
      }
      String line = slow.receiveLine();
      Matcher skipped = SKIPPED.matcher(line);
      if (skipped.matches()) {
        told += Long.parseLong(skipped.group(1));
      } else {
        told++;
        Matcher parts = LINE.matcher(line);
        assertTrue(parts.matches(), line);
        gid = Long.parseLong(parts.group(2));
        assertEquals(gid, told, line);
      }
    }
  }

  @Test
  void asManyWatchAsInMemcached() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      List<Client> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS_MAX; i++) {
        watchers.add(watch(server, " fetchers"));
      }
      String refusal = "WATCHER_TOO_MANY log watcher limit reached\r\n";
      client.send("watch\r\nversion\r\n").expect(refusal + "VERSION 1.6.18\r\n");
      assertEquals("" + WATCHERS_MAX, InsideWireTest.stats(client, "stats").get("log_watchers"));
      client.send("get k\r\n").expect("END\r\n");
      for (Client watcher : watchers) {
        assertEquals(get("k", "not_found", 0), next(watcher));
      }
      watchers.removeFirst().close();
      server.await("watchers", WATCHERS_MAX - 1);
      watchers.add(watch(server, " mutations"));
      watchers.forEach(Client::close);
    }
  }

  /** Nobody watches any more: everything is given back, and nothing is told; again and again. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void whoLeavesLeavesNothing(String workers) {
    try (RunningServer server = RunningServer.start("segcache", "--workers", workers);
        Client client = server.connect()) {
      for (int round = 0; round < 5; round++) {
        try (Client watcher = watch(server, " fetchers");
            Client resetter = watch(server, " mutations")) {
          client.send("get k" + round + "\r\n").expect("END\r\n");
          assertEquals(get("k" + round, "not_found", 0), next(watcher));
          assertTrue(server.metric("watch_bytes") > 0);
          resetter.reset();
          server.await("watchers", 1);
        }
        server.await("watchers", 0);
        server.await("watch_bytes", 0);
        long told = server.metric("watch_events_total");
        client.send("get k\r\nset k 0 0 1\r\n1\r\n").expect("END\r\nSTORED\r\n");
        client.send("delete k\r\n").expect("DELETED\r\n");
        assertEquals(told, server.metric("watch_events_total"));
      }
      assertEquals(5, server.metric("watch_lines_total"));
    }
  }

  /** Some go while the answer to their request is under way. */
  @Test
  void whoLeavesAtOnceIsForgotten() {
    try (RunningServer server = RunningServer.start("segcache", "--workers", "2");
        Client client = server.connect()) {
      for (int i = 0; i < 200; i++) {
        Client leaver = server.connect().send("watch fetchers evictions\r\n");
        leaver.reset();
        client.send("get k\r\n").expect("END\r\n");
      }
      server.await("watchers", 0);
      server.await("watch_bytes", 0);
      try (Client watcher = watch(server, "")) {
        client.send("get k\r\n").expect("END\r\n");
        assertEquals(get("k", "not_found", 0), next(watcher));
      }
    }
  }

  @Test
  void wordsAreMemcacheds() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("watch foo\r\n").expect("ERROR\r\n");
      client.send("watch fetchers noreply\r\n").expect("ERROR\r\n");
      client.send("watch Fetchers\r\n").expect("ERROR\r\n");
      String all = "raw evi fetch mut sys conn proxyreqs proxye proxyu del";
      try (Client watcher = watch(server, " " + all + " fetchers  mutations ");
          Client silent = server.connect()) {
        silent.send("get a\r\nwatch rawcmds\r\nget b\r\nset c 0 0").expect("END\r\nOK\r\n");
        silent.send("\r\nversion\r\n");
        client.send("get k\r\n").expect("END\r\n");
        String line = next(watcher);
        assertTrue(line.startsWith("conn_new rip="), line);
        expect(watcher, get("a", "not_found", 0), get("k", "not_found", 0));
      }
    }
  }

  @Test
  void nobodyWatchesWhereThatIsOff() {
    try (RunningServer server = RunningServer.start("segcache", "--no-watches");
        Client client = server.connect()) {
      client.send("watch mutations\r\n").expect("CLIENT_ERROR watch commands not allowed\r\n");
      client.send("version\r\n").expect("VERSION 1.6.18\r\n");
    }
  }

  @Test
  void strangersDoNotWatch(@TempDir Path folder) throws IOException {
    Path users = folder.resolve("users");
    Files.writeString(users, "me:secret\n");
    try (RunningServer server = RunningServer.start("segcache", "--auth-file", users.toString());
        Client client = server.connect()) {
      client.send("watch\r\n").expect("CLIENT_ERROR unauthenticated\r\n");
      client.send("set login 0 0 9\r\nme secret\r\nwatch\r\n").expect("STORED\r\nOK\r\n");
    }
  }

  @Test
  void clientsThatComeAndGoAreTold() {
    try (RunningServer server = RunningServer.start("segcache", "--idle-timeout", "2");
        Client watcher = watch(server, " connevents")) {
      comesAndGoes(server, watcher, "quit\r\n", "normal");
      comesAndGoes(server, watcher, "GET / HTTP/1.1\r\n\r\n", "error");
      comesAndGoes(server, watcher, "", "idle_timeout");
      try (Client client = Client.connect(server.port())) {
        expectNew(watcher, client);
        client.reset();
        expectClose(watcher, client, "error");
      }
      try (Client client = Client.connect(server.port())) {
        expectNew(watcher, client);
        client.endOutput();
        expectClose(watcher, client, "normal");
      }
    }
  }

  private static void comesAndGoes(
      RunningServer server, Client watcher, String says, String reason) {
    try (Client client = Client.connect(server.port())) {
      expectNew(watcher, client);
      client.send(says).receiveToEnd();
      expectClose(watcher, client, reason);
    }
  }

  private static void expectNew(Client watcher, Client client) {
    expect(
        watcher, "conn_new rip=127.0.0.1 rport=" + client.localPort() + " transport=tcp");
  }

  private static void expectClose(Client watcher, Client client, String reason) {
    String who = "rip=127.0.0.1 rport=" + client.localPort() + " transport=tcp";
    expect(watcher, "conn_close " + who + " reason=" + reason);
  }

  /** Watchers have nothing to say, and are not idle for that. */
  @Test
  void aWatcherMayBeSilentForLong() throws InterruptedException {
    try (RunningServer server = RunningServer.start("segcache", "--idle-timeout", "1");
        Client watcher = watch(server, " fetchers");
        Client idle = server.connect()) {
      assertEquals("", idle.receiveToEnd());
      try (Client client = server.connect()) {
        client.send("get k\r\n").expect("END\r\n");
        assertEquals(get("k", "not_found", 0), next(watcher));
      }
      assertFalse(server.metric("watchers") == 0);
    }
  }

  @Test
  void aServerStopsWhileSomebodyWatches() {
    try (RunningServer server = RunningServer.start("segcache", "--workers", "2");
        Client watcher = watch(server, " fetchers");
        Client client = server.connect()) {
      client.send("get k\r\n").expect("END\r\n");
      assertEquals(get("k", "not_found", 0), next(watcher));
      server.stop();
      assertEquals(0, server.awaitStop(5_000));
      assertEquals("", watcher.receiveToEnd());
    }
  }

  /** What a real memcached tells of the same conversation. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void memcachedTellsTheSame(String workers) throws Exception {
    try (Memcached memcached = Memcached.start();
        RunningServer server = RunningServer.start("segcache", "--workers", workers);
        Client ours = server.connect();
        Client theirs = memcached.connect();
        Client ourWatcher = watch(server, " fetchers mutations");
        Client theirWatcher = memcached.connect()) {
      theirWatcher.send("watch fetchers mutations\r\n").expect("OK\r\n");
      Thread.sleep(200); // its workers learn of it later
      for (String request : CONVERSATION) {
        talk(ours, request);
        talk(theirs, request);
        List<String> expected = told(theirs, theirWatcher);
        List<String> told = told(ours, ourWatcher);
        if (!workers.equals("1")) { // which key of several is looked up first is open
          expected.sort(null);
          told.sort(null);
        }
        assertEquals(expected, told, request);
      }
    }
  }

  private static final List<String> CONVERSATION =
      List.of(
          "get foo\r\n",
          "set foo 0 0 4\r\nabcd\r\n",
          "set foo 0 100 4\r\nabcd\r\n",
          "get foo\r\n",
          "gets foo bar baz\r\n",
          "add foo 0 0 1\r\n1\r\n",
          "add bar 0 50 1\r\n1\r\n",
          "replace bar 0 0 2\r\n12\r\n",
          "replace none 0 0 2\r\n12\r\n",
          "append foo 0 0 2\r\nef\r\n",
          "prepend foo 0 0 2\r\n01\r\n",
          "append none 0 0 2\r\nef\r\n",
          "cas foo 0 0 1 1234567\r\n1\r\n",
          "cas none 0 0 1 1234567\r\n1\r\n",
          "touch foo 200\r\n",
          "touch none 200\r\n",
          "gat 0 foo\r\n",
          "incr bar 5\r\n",
          "incr none 5\r\n",
          "incr foo 5\r\n",
          "decr bar 5\r\n",
          "delete foo\r\n",
          "delete foo\r\n",
          "set a,b 0 0 0\r\n\r\n",
          "get a,b\r\n",
          "mg bar v\r\n",
          "mg none v\r\n",
          "ms foo 2\r\nhi\r\n",
          "ms foo 2 MA\r\nhi\r\n",
          "ms none 2 MR\r\nhi\r\n",
          "md foo\r\n",
          "md foo\r\n");

  private static void talk(Client client, String request) {
    client.send(request + "mn\r\n");
    String line = client.receiveLine();
    for (int lines = 0; !line.equals("MN"); line = client.receiveLine()) {
      assertTrue(lines < 100, "no end");
    }
  }

  /** What is told up to a get of a key that nobody has. */
  private static List<String> told(Client client, Client watcher) {
    client.send("get end\r\n").expect("END\r\n");
    List<String> told = new ArrayList<>();
    String end = "item_get key=end ";
    for (String line = plain(watcher); !line.startsWith(end); line = plain(watcher)) {
      told.add(line);
    }
    return told;
  }

  /** Its microseconds lack zeros; a time to live may be a second less. */
  private static String plain(Client watcher) {
    String line = watcher.receiveLine();
    assertTrue(line.matches("ts=\\d+\\.\\d{1,6} gid=\\d+ type=.*"), line);
    return line
        .replaceFirst("ts=\\S+ gid=\\d+ type=", "")
        .replaceFirst(" clsid=\\d+", "")
        .replaceFirst(" cfd=\\d+", "")
        .replaceFirst(" ttl=(99|49|199)", " ttl=…")
        .replaceFirst(" ttl=(100|50|200)", " ttl=…");
  }
}
