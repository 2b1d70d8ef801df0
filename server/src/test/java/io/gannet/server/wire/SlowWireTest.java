package io.gannet.server.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.klog.LogBlock;
import io.gannet.engine.klog.LoggedRequest;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that take long, told on the wire, by the admin and in the log of events. */
class SlowWireTest {
  private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\" : \"?([^\",\\s]*)\"?");
  private static final String TOTAL = "slow_requests_total";
  private static final long NS_PER_US = 1_000;
  private static final long THRESHOLD_US = 100_000;
  private static final long STANDS_MS = 120;
  private static final long PAUSE_MS = 200;
  private static final int ATTEMPTS = 10;
  private static final int POLLS_MAX = 1500;
  private static final long POLL_MS = 10;
  private static final long LINES_APART_MS = 9_000;

  @TempDir Path folder;

  private String klog() {
    return folder.resolve("klog").toString();
  }

  private String events() {
    return folder.resolve("events").toString();
  }

  /** Whoever deletes this key has its worker stand still for a while. */
  private static Store into(SegStore store, int worker) {
    return PlantedProduct.like(
        Store.class,
        (proxy, method, arguments) -> {
          boolean asks = !method.getName().equals("hash") && !method.getName().equals("prefetch");
          if (asks && arguments != null && arguments[0] instanceof Key key && isPlanted(key)) {
            Thread.sleep(STANDS_MS);
          }
          return PlantedProduct.call(method, store, arguments);
        });
  }

  private static boolean isPlanted(Key key) {
    byte[] bytes = key.memory.asSlice(key.offset, key.length).toArray(JAVA_BYTE);
    return new String(bytes, ISO_8859_1).equals("planted");
  }

  /** What the admin tells, the newest first: the figures of each by their names. */
  private static List<Map<String, String>> slow(RunningServer server) throws IOException {
    String page = InsideWireTest.ask(server, "GET", "/slow");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String object : page.substring(page.indexOf('[')).split("\\{")) {
      Map<String, String> row = new LinkedHashMap<>();
      for (Matcher figure = FIGURE.matcher(object); figure.find(); ) {
        row.put(figure.group(1), figure.group(2));
      }
      if (!row.isEmpty()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static String address(Client client) {
    return "127.0.0.1:" + client.localPort();
  }

  private static void delete(Client client) {
    client.send("delete planted\r\n").expect("NOT_FOUND\r\n");
  }

  private static void askBeside(Client client) {
    client.send("get beside\r\n").expect("END\r\n");
  }

  /** Of two workers one answers for the other: the time is what the client's worker has seen. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSlowRequestIsToldWithItsVerbAndKeyAndClient(int workers) throws Exception {
    String[] words = {
      "--workers", "" + workers, "--slow-us", THRESHOLD_US + "us", "--log-file", events()
    };
    try (RunningServer server =
            RunningServer.start(PlantedProduct.segcache(SlowWireTest::into), words);
        Client one = server.connect();
        Client other = server.connect();
        Client beside = server.connect()) {
      List<String> wanted = List.of(address(one), address(other));
      for (Client client : List.of(one, other)) {
        askBeside(beside);
        delete(client);
        askBeside(beside);
      }
      List<Map<String, String>> rows = slow(server).reversed();
      assertEquals(server.metric(TOTAL), rows.size());
      for (Map<String, String> row : rows) {
        assertTrue(Long.parseLong(row.get("service_us")) >= THRESHOLD_US, row.toString());
      }
      rows.removeIf(row -> !row.get("key").equals("planted"));
      assertEquals(wanted, rows.stream().map(row -> row.get("client")).toList());
      for (Map<String, String> row : rows) {
        assertTrue(Long.parseLong(row.get("service_us")) >= STANDS_MS * 1_000, row.toString());
        assertEquals("delete", row.get("verb"));
        assertEquals("not_found", row.get("result"));
      }
      long apart = rows.stream().map(row -> row.get("worker")).distinct().count();
      long elsewhere = rows.stream().filter(row -> row.get("elsewhere").equals("true")).count();
      assertEquals(workers, apart);
      assertEquals(workers - 1, elsewhere);
      assertTrue(awaitEvent().contains("; the slowest: delete planted of 127.0.0.1:"));
    }
  }

  private String awaitEvent() throws IOException, InterruptedException {
    for (int polls = 0; polls < POLLS_MAX; polls++) {
      for (String line : Files.readAllLines(Path.of(events()))) {
        if (line.contains(" warn slow_requests ") && line.contains("planted")) {
          return line;
        }
      }
      Thread.sleep(POLL_MS);
    }
    throw new AssertionError("it is not told");
  }

  private static void talk(Client client, String key) {
    String pipelined =
        "set KEY 5 60 3\r\nabc\r\nget KEY absent KEY\r\nincr KEY 1\r\nadd KEY 0 0 1\r\n1\r\n"
            + "gat 0 KEY\r\ntouch KEY 9\r\nset KEY 0 0 1 noreply\r\n7\r\nincr KEY 5\r\n"
            + "get KEY\r\ndelete KEY\r\ndelete KEY\r\ngat -1 KEY\r\n"
            + "verbosity 1\r\nnonsense\r\nmg KEY v\r\nmn\r\n";
    String value = "VALUE KEY 5 3\r\nabc\r\n";
    String replies =
        "STORED\r\n" + value + value + "END\r\n"
            + "CLIENT_ERROR cannot increment or decrement non-numeric value\r\nNOT_STORED\r\n"
            + value + "END\r\nTOUCHED\r\n12\r\nVALUE KEY 0 2\r\n12\r\nEND\r\n"
            + "DELETED\r\nNOT_FOUND\r\nEND\r\nOK\r\nERROR\r\nEN\r\nMN\r\n";
    client.send(pipelined.replace("KEY", key)).expect(replies.replace("KEY", key));
    String large = "v".repeat(100_000);
    client.send("set " + key + " 0 0 100000\r\n" + large.substring(50_000));
    client.send(large.substring(50_000) + "\r\n").expect("STORED\r\n");
  }

  /** One seam tells both: each request is what the command log says of it, and took as long. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsToldIsWhatTheCommandLogHas(int workers) throws IOException {
    List<String> told = new ArrayList<>();
    String[] words = {
      "--workers", "" + workers, "--slow-us", "0", "--klog", klog(), "--memory", "64MiB"
    };
    try (RunningServer server = RunningServer.start("segcache", words);
        Client client = server.connect();
        Client beside = server.connect()) {
      for (int i = 0; i < 4; i++) {
        talk(client, "key" + i);
        askBeside(beside);
      }
      for (Map<String, String> row : slow(server)) {
        told.add(String.join(" ", row.values()));
      }
      assertEquals(server.metric("klog_logged_total"), server.metric(TOTAL));
      assertEquals(0, server.metric("slow_unjudged_total"));
    }
    List<String> logged = new ArrayList<>();
    try (LogInput log = LogInput.open(Path.of(klog()))) {
      for (LogBlock.Item item = log.next(); item != null; item = log.next()) {
        if (item == LogBlock.Item.REQUEST) {
          logged.add(line(log.request(), log.peer()));
        }
      }
    }
    assertTrue(logged.size() > 4 * 16, logged.toString());
    assertEquals(withoutTimes(logged), withoutTimes(told));
    assertEquals(services(logged), services(told));
  }

  private static String line(LoggedRequest one, String peer) {
    return String.join(
        " ", "" + one.wallNs / NS_PER_US, "" + one.serviceNs / NS_PER_US, one.verb().text(),
        new String(one.key(), ISO_8859_1), peer, "" + one.worker, "" + one.isElsewhere(),
        "" + one.keyLength(), "" + one.valueLength(), "" + one.replyBytes(), one.result().text());
  }

  /** The wall's clock is looked at by each for itself. */
  private static String withoutTimes(List<String> lines) {
    return String.join("\n", lines.stream().map(one -> one.split(" ", 2)[1]).sorted().toList());
  }

  private static List<String> services(List<String> lines) {
    return lines.stream().map(one -> one.split(" ")[1]).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLastAreKeptAndAllAreCounted(int workers) throws Exception {
    int asked = 10 * SlowLog.ROWS;
    try (RunningServer server =
            RunningServer.start("segcache", "--workers", "" + workers, "--slow-us", "0");
        Client client = server.connect();
        Client beside = server.connect()) {
      askBeside(beside);
      for (int i = 0; i < asked; i++) {
        client.send("set k" + i + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
      }
      assertEquals(asked + 1, server.metric(TOTAL));
      List<Map<String, String>> rows = slow(server);
      assertEquals(SlowLog.ROWS, rows.size());
      for (int i = 0; i < rows.size(); i++) {
        assertEquals("k" + (asked - 1 - i), rows.get(i).get("key"));
      }
      Map<String, String> stats = awaitTold(beside, "k" + (asked - 1));
      assertEquals(address(client), stats.get(stats.containsValue("get") ? "2:client" : "1:client"));
    }
  }

  /** The debug thread looks once a second; and who asks by the wire is slow as well. */
  private static Map<String, String> awaitTold(Client client, String key) throws Exception {
    for (int polls = 0; polls < POLLS_MAX; polls++) {
      Map<String, String> stats = InsideWireTest.stats(client, "stats slow");
      if (key.equals(stats.get("1:key"))) {
        return stats;
      }
      Thread.sleep(POLL_MS);
    }
    throw new AssertionError("it is not told");
  }

  @Test
  void aFloodOfThemIsALineNowAndThen() throws Exception {
    long startMs = System.nanoTime() / 1_000_000;
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "1", "--slow-us", "0", "--log-file", events());
        Client client = server.connect();
        Client beside = server.connect()) {
      for (int polls = 0; polls < 250; polls++) {
        client.send("get a\r\n".repeat(100)).expect("END\r\n".repeat(100));
        askBeside(beside);
        Thread.sleep(POLL_MS);
      }
      List<String> lines =
          Files.readAllLines(Path.of(events())).stream()
              .filter(line -> line.contains(" slow_requests "))
              .toList();
      long tookMs = System.nanoTime() / 1_000_000 - startMs;
      assertTrue(!lines.isEmpty() && lines.size() <= 1 + tookMs / LINES_APART_MS, lines.toString());
    }
  }

  /** A pause of the host may make any turn as long as the client's; not each of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aClientThatIsSlowWithItsValueIsNotWaitedForAtTheServersCost(int workers) throws Exception {
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "" + workers, "--slow-us", "0", "--memory", "64MiB");
        Client client = server.connect();
        Client beside = server.connect()) {
      for (int key = 0; key < 2 * workers; key++) {
        long serviceUs = Long.MAX_VALUE;
        for (int i = 0; serviceUs >= PAUSE_MS * 1_000 && i < ATTEMPTS; i++) {
          client.send("set slow" + key + " 0 0 50000\r\n" + "v".repeat(20_000));
          Thread.sleep(PAUSE_MS);
          askBeside(beside);
          client.send("v".repeat(30_000) + "\r\n").expect("STORED\r\n");
          Map<String, String> row = slow(server).getFirst();
          assertEquals("slow" + key, row.get("key"));
          serviceUs = Long.parseLong(row.get("service_us"));
        }
        assertTrue(serviceUs < PAUSE_MS * 1_000, "service of " + serviceUs + " us");
      }
    }
  }

  @Test
  void nothingIsToldUnlessItIsAskedFor() throws IOException {
    try (RunningServer server = RunningServer.start("segcache", "--workers", "1");
        Client client = server.connect()) {
      askBeside(client);
      assertEquals(List.of(), slow(server));
      assertEquals(Map.of(), InsideWireTest.stats(client, "stats slow"));
      assertTrue(!InsideWireTest.ask(server, "GET", "/metrics").contains(TOTAL));
    }
  }
}
