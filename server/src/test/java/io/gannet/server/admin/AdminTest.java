package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import io.gannet.engine.store.Walk;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import io.gannet.server.worker.turn.WalkReport;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {
  private static final class Requests extends MetricGroup {
    final Counter gets = counter("gets_total", "cmd_get", "Requests to get.");
    final Counter open = gauge("connections", "curr_connections", "Connections open.");
    final Counter quiet = counter("quiet_total", null, "No stat of memcached's.");
    final Histogram ages = histogram("age_seconds", "age", "Ages.", Histogram.ofEach(1));
    final Classes classes = part(new Classes());

    Requests() {
      ratio("gets_per_connection", "gets_each", "Gets by connections.", gets::get, open::get);
    }
  }

  /** Figures in rows, of which the first is never told. */
  private static final class Classes extends MetricGroup {
    final Counters items;

    Classes() {
      super("items", new RowLabels("items:", "size_class", List.of("4", "5"), row -> row > 0));
      items = rowGauge("class_items", "number", "Items of a class.");
    }
  }

  /** What there is once. */
  private static final class Facts extends MetricGroup {
    Facts() {
      fact("version", "1 \"two\"", "The version.");
      lifetime("cpu_seconds_total", "rusage", 6, "CPU time.", () -> 1_000_020);
      info("product_info", "What runs.", new TreeMap<>(Map.of("product", "testcache")));
    }
  }

  private final Requests first = new Requests();
  private final Requests second = new Requests();
  private final Telling telling =
      new Telling(
          List.of(new Facts()),
          List.of(first.all(), second.all()),
          Map.of("conns", List.of(new Odd(3)), "many", List.of(new Odd(3000), new Odd(401))),
          StatNames.NONE);
  private volatile Optional<String> unhealthy = Optional.empty();
  private volatile Supplier<List<WalkReport>> walks = List::of;
  private final Admin admin = Admin.start("127.0.0.1", 0, new View());

  /** A view of what this test sets. */
  private final class View implements AdminView {
    private final Configuration configuration =
        new Configuration(
            new OptionTable(List.of(AdminOptions.GROUP)),
            List.of(
                Given.flag(AdminOptions.PORT, "1234"),
                Given.flag(AdminOptions.NAMES, "a, Cache-7.example")));

    @Override
    public String product() {
      return "testcache";
    }

    @Override
    public Configuration configuration() {
      return configuration;
    }

    @Override
    public Telling telling() {
      return telling;
    }

    @Override
    public List<WalkReport> walk() {
      return walks.get();
    }

    @Override
    public Optional<String> unhealthy() {
      return unhealthy;
    }
  }

  /** Of so many things each second one is there. */
  private record Odd(int things) implements Things {
    @Override
    public long put(int thing, byte[] head, MemorySegment memory, long offset) {
      if (thing % 2 == 0) {
        return offset;
      }
      byte[] name = {':', 'a', ' '};
      long at = ThingLine.begin(memory, offset, head, thing, name);
      at = ThingLine.end(memory, ThingLine.text(memory, at, new byte[] {'x', ' ', 'y'}));
      at = ThingLine.begin(memory, at, head, thing, new byte[] {':', 'n', ' '});
      return ThingLine.end(memory, ThingLine.number(memory, at, 7));
    }
  }

  @AfterEach
  void close() {
    admin.close();
  }

  /** One reply, its head in lower case. */
  private record Reply(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ")[1]);
    }
  }

  private Reply ask(String method, String path) throws IOException {
    return askAs("Host: " + admin.address() + "\r\n", method, path);
  }

  /** With these fields in its head. */
  private Reply askAs(String fields, String method, String path) throws IOException {
    try (Socket socket = connect()) {
      send(socket, method + " " + path + " HTTP/1.1\r\n" + fields + "\r\n");
      return receive(socket);
    }
  }

  private Socket connect() throws IOException {
    URI uri = URI.create("http://" + admin.address());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Reply receive(Socket socket) throws IOException {
    byte[] all = socket.getInputStream().readAllBytes();
    String[] parts = new String(all, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
    return new Reply(parts[0].toLowerCase(), parts[1]);
  }

  private static void assertJson(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      assertTrue(tokens > 2, text);
    }
  }

  @Test
  void metricsAreToldPerWorker() throws IOException {
    first.gets.add(3);
    second.gets.add(4);
    second.open.set(2);
    Reply reply = ask("GET", "/metrics");
    assertEquals(200, reply.status());
    assertTrue(reply.head().contains("content-type: text/plain; version=0.0.4"), reply.head());
    List<String> lines = reply.body().lines().toList();
    for (String line :
        List.of(
            "# TYPE gannet_gets_total counter",
            "# HELP gannet_gets_total Requests to get.",
            "gannet_gets_total{worker=\"0\"} 3",
            "gannet_gets_total{worker=\"1\"} 4",
            "# TYPE gannet_connections gauge",
            "gannet_connections{worker=\"1\"} 2",
            "gannet_product_info{product=\"testcache\"} 1")) {
      assertTrue(lines.contains(line), line + " in\n" + reply.body());
    }
  }

  @Test
  void rowsAndHistogramsAreToldUnderTheirLabels() throws IOException {
    second.classes.items.set(1, 12);
    first.ages.record(1);
    first.ages.record(7);
    List<String> lines = ask("GET", "/metrics").body().lines().toList();
    for (String line :
        List.of(
            "gannet_class_items{size_class=\"5\",worker=\"1\"} 12",
            "# TYPE gannet_age_seconds histogram",
            "gannet_age_seconds_bucket{worker=\"0\",le=\"0.0\"} 0",
            "gannet_age_seconds_bucket{worker=\"0\",le=\"1.0\"} 1",
            "gannet_age_seconds_bucket{worker=\"0\",le=\"+Inf\"} 2",
            "gannet_age_seconds_count{worker=\"0\"} 2",
            "gannet_age_seconds_sum{worker=\"0\"} 8")) {
      assertTrue(lines.contains(line), line + " in\n" + String.join("\n", lines));
    }
    assertTrue(lines.stream().noneMatch(line -> line.contains("size_class=\"4\"")));
  }

  @Test
  void everyLineOfTheMetricsIsWellFormed() throws IOException {
    first.ages.record(1);
    MetricsText.check(ask("GET", "/metrics").body());
  }

  @Test
  void aSectionOfTheStatsIsAPageOfItsOwn() throws IOException {
    first.classes.items.set(1, 3);
    second.classes.items.set(1, 4);
    assertEquals("{\n  \"items:5:number\" : 7\n}\n", ask("GET", "/stats/items").body());
    assertEquals(404, ask("GET", "/stats/nothing").status());
  }

  @Test
  void aRatioOfTheWholeIsNoSumOfRatios() throws IOException {
    first.gets.add(1);
    first.open.set(1);
    second.gets.add(2);
    second.open.set(3);
    String body = ask("GET", "/stats").body();
    assertTrue(body.contains("\"gets_each\" : 0.750"), body);
  }

  @Test
  void thingsThatComeAndGoAreASectionToo() throws IOException {
    assertEquals("{\n  \"1:a\" : \"x y\",\n  \"1:n\" : 7\n}\n", ask("GET", "/stats/conns").body());
  }

  @Test
  void aPageOfThingsHasAnEnd() throws IOException {
    String body = ask("GET", "/stats/many").body();
    assertEquals(2 + 2 * 1000 + 1, body.lines().count());
    assertTrue(body.endsWith("\n  \"not_told\" : 700\n}\n"), body);
  }

  @Test
  void fractionsAreToldWithoutAnExponent() throws IOException {
    assertTrue(ask("GET", "/metrics").body().contains("gannet_cpu_seconds_total 1.000020\n"));
    assertTrue(ask("GET", "/stats").body().contains("\"rusage\" : 1.000020"));
  }

  /** But what others count is not ours to reset. */
  @Test
  void aResetIsOneForAll() throws IOException {
    first.gets.add(3);
    second.gets.add(4);
    first.open.set(2);
    first.ages.record(1);
    telling.reset();
    second.gets.add(2);
    String stats = ask("GET", "/stats").body();
    assertTrue(stats.contains("\"cmd_get\" : 2"), stats);
    assertTrue(stats.contains("\"curr_connections\" : 2"), stats);
    assertTrue(stats.contains("\"rusage\" : 1.000020"), stats);
    assertTrue(!stats.contains("age:1"), stats);
    String metrics = ask("GET", "/metrics").body();
    assertTrue(metrics.contains("gannet_gets_total{worker=\"0\"} 0\n"), metrics);
    assertTrue(metrics.contains("gannet_gets_total{worker=\"1\"} 2\n"), metrics);
    assertTrue(metrics.contains("gannet_age_seconds_count{worker=\"0\"} 0\n"), metrics);
  }

  @Test
  void aWalkIsPostedAndTold() throws IOException {
    assertEquals(405, ask("GET", "/walk").status());
    assertTrue(ask("GET", "/walk").head().contains("allow: post"));
    walks = () -> List.of(new WalkReport(new WrongWalk(), 7, 150_000, 1_500_000));
    Reply reply = ask("POST", "/walk");
    assertEquals(200, reply.status());
    assertJson(reply.body());
    for (String part :
        List.of(
            "\"good\" : false", "\"slices\" : 7", "\"longest_slice_us\" : 150",
            "\"took_us\" : 1500", "\"counter\" : 3", "\"walk\" : 2",
            "curr_items: 3 believed, 2 found")) {
      assertTrue(reply.body().contains(part), part + " in " + reply.body());
    }
    walks = List::of;
    assertTrue(ask("POST", "/walk").body().contains("\"good\" : true"));
  }

  /** One item was lost. */
  private static final class WrongWalk extends Walk {
    WrongWalk() {
      count("curr_items", 3, 2);
    }
  }

  @Test
  void oneWalksAtATimeAndOthersAreAnsweredMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean underWay = new AtomicBoolean();
    walks =
        () -> {
          if (underWay.getAndSet(true)) {
            throw new WalkUnderWayException();
          }
          begun.countDown();
          await(mayEnd);
          underWay.set(false);
          return List.of();
        };
    FutureTask<Reply> first = new FutureTask<>(() -> ask("POST", "/walk"));
    Thread.ofPlatform().daemon().start(first);
    await(begun);
    assertEquals(200, ask("GET", "/health").status());
    assertEquals(409, ask("POST", "/walk").status());
    mayEnd.countDown();
    assertEquals(200, first.get(30, TimeUnit.SECONDS).status());
    assertEquals(200, ask("POST", "/walk").status());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost", "Host: LOCALHOST:9999", "Host: 10.1.2.3:80", "Host: [::1]:9999",
        "Host: cache-7.example", "host:cache-7.example:9999",
        "Host: localhost:9999\r\nOrigin: http://localhost:9999"
      })
  void whoCallsItByItsNameIsAnswered(String fields) throws IOException {
    assertEquals(200, askAs(fields + "\r\n", "GET", "/config").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example", "Host: evil.example:9999", "Host: 127.0.0.1.evil.example",
        "Host: localhost.evil.example", "Host:",
        "Host: localhost:9999\r\nOrigin: http://evil.example",
        "Host: localhost:9999\r\nOrigin: null",
        "Host: localhost:9999\r\nOrigin: http://localhost:8080"
      })
  void aPageOfAnotherSiteIsRefused(String fields) throws IOException {
    AtomicInteger walked = new AtomicInteger();
    walks =
        () -> {
          walked.incrementAndGet();
          return List.of();
        };
    for (String method : List.of("GET", "POST")) {
      String path = method.equals("GET") ? "/config" : "/walk";
      Reply reply = askAs(fields + "\r\n", method, path);
      assertEquals(403, reply.status(), fields);
      assertTrue(!reply.body().contains("admin-port"), reply.body());
    }
    assertEquals(0, walked.get());
  }

  /** As many as the admin serves at a time, and more: the innocent comes before and after them. */
  @ParameterizedTest
  @ValueSource(ints = {100, 400})
  void halfRequestsHoldNobody(int count) throws IOException {
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Socket one = connect();
        half.add(one);
        send(one, "GET /metrics HTTP/1.1\r\nHost: local");
        if (i % 50 == 0) {
          assertEquals(200, ask("GET", "/health").status());
        }
      }
      assertEquals(200, ask("GET", "/health").status());
      assertEquals(200, ask("GET", "/metrics").status());
      // Nobody holds a place for ever.
      assertEquals(-1, half.getFirst().getInputStream().read());
    } finally {
      for (Socket one : half) {
        one.close();
      }
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (char one : "GET /health?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n".toCharArray()) {
        send(socket, String.valueOf(one));
      }
      assertEquals("ok\n", receive(socket).body());
    }
  }

  @Test
  void whatIsNoRequestIsToldSo() throws IOException {
    String host = "Host: localhost\r\n";
    assertEquals(431, askAs(host + "X: " + "x".repeat(8192) + "\r\n", "GET", "/").status());
    assertEquals(400, askAs(host + host, "GET", "/").status());
    assertEquals(400, askAs("", "GET", "/").status());
    assertEquals(400, askAs(host + "no field\r\n", "GET", "/").status());
    assertEquals(400, askAs(host, "GET", "http://x/").status());
    assertEquals(400, askAs(host, "set a 0 0 1\r\n", "").status());
  }

  @Test
  void statsAreSummedUnderMemcachedsNames() throws IOException {
    first.gets.add(3);
    second.gets.add(4);
    Reply reply = ask("GET", "/stats");
    assertEquals(200, reply.status());
    assertTrue(reply.head().contains("content-type: application/json"), reply.head());
    assertJson(reply.body());
    assertTrue(reply.body().contains("\"cmd_get\" : 7"), reply.body());
    assertTrue(reply.body().contains("\"version\" : \"1 \\\"two\\\"\""), reply.body());
    assertTrue(!reply.body().contains("quiet"), reply.body());
  }

  @Test
  void healthIs200OrA503WithItsReason() throws IOException {
    assertEquals(new Reply(ask("GET", "/health").head(), "ok\n"), ask("GET", "/health"));
    assertEquals(200, ask("GET", "/health").status());
    unhealthy = Optional.of("worker-0 is stuck");
    assertEquals(503, ask("GET", "/health").status());
    assertEquals("worker-0 is stuck\n", ask("GET", "/health").body());
  }

  @Test
  void theConfigurationIsToldWithItsOrigin() throws IOException {
    Reply json = ask("GET", "/config");
    assertJson(json.body());
    assertTrue(json.body().contains("\"name\" : \"admin-port\""), json.body());
    assertTrue(json.body().contains("\"value\" : 1234"), json.body());
    assertTrue(json.body().contains("\"origin\" : \"flag\""), json.body());
    assertTrue(json.body().contains("\"origin\" : \"default\""), json.body());
    Reply toml = ask("GET", "/config.toml");
    assertTrue(toml.body().contains("admin-port = 1234"), toml.body());
  }

  @Test
  void theIndexNamesPagesThatExist() throws IOException {
    Reply index = ask("GET", "/");
    assertEquals(200, index.status());
    assertTrue(index.body().lines().count() >= 5, index.body());
    for (String line : index.body().lines().filter(line -> line.startsWith("/")).toList()) {
      assertEquals(200, ask("GET", line.split(" ")[0]).status(), line);
    }
    assertTrue(index.body().contains("POST /walk"), index.body());
  }

  @Test
  void otherPathsAre404AndOtherMethods405() throws IOException {
    assertEquals(404, ask("GET", "/nothing").status());
    assertEquals(404, ask("GET", "/metrics/x").status());
    Reply post = ask("POST", "/metrics");
    assertEquals(405, post.status());
    assertTrue(post.head().contains("allow: get, head"), post.head());
    Reply head = ask("HEAD", "/health");
    assertEquals(200, head.status());
    assertEquals("", head.body());
  }

  @Test
  void aPortInUseIsToldWithACure() {
    int port = Integer.parseInt(admin.address().split(":")[1]);
    StartupException e =
        assertThrows(
            StartupException.class, () -> Admin.start("127.0.0.1", port, new View()));
    assertTrue(e.getMessage().contains("127.0.0.1:" + port), e.getMessage());
    assertTrue(e.getMessage().contains("--admin-port"), e.getMessage());
  }

  @Test
  void anIpv6AddressIsInBrackets() {
    assertEquals("[0:0:0:0:0:0:0:1]:9999", Admin.address(new InetSocketAddress("::1", 9999)));
    assertEquals("127.0.0.1:9999", Admin.address(new InetSocketAddress("127.0.0.1", 9999)));
  }

  @Test
  void aHostThatIsNoneIsTold() {
    StartupException e =
        assertThrows(
            StartupException.class, () -> Admin.start("no.such.host.invalid", 0, new View()));
    assertTrue(e.getMessage().contains("--admin-host"), e.getMessage());
  }
}
