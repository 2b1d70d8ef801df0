package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminTest {
  private static final class Requests extends MetricGroup {
    final Counter gets = counter("gets_total", "cmd_get", "Requests to get.");
    final Counter open = gauge("connections", "curr_connections", "Connections open.");
    final Counter quiet = counter("quiet_total", null, "No stat of memcached's.");
  }

  private final Requests first = new Requests();
  private final Requests second = new Requests();
  private volatile Optional<String> unhealthy = Optional.empty();
  private final Admin admin = Admin.start("127.0.0.1", 0, new View());

  /** A view of what this test sets. */
  private final class View implements AdminView {
    private final Configuration configuration =
        new Configuration(
            new OptionTable(List.of(AdminOptions.GROUP)),
            List.of(Given.flag(AdminOptions.PORT, "1234")));

    @Override
    public String product() {
      return "testcache";
    }

    @Override
    public Configuration configuration() {
      return configuration;
    }

    @Override
    public List<MetricGroup> metrics() {
      return List.of();
    }

    @Override
    public List<List<MetricGroup>> workerMetrics() {
      return List.of(List.of(first), List.of(second));
    }

    @Override
    public List<Stat> stats() {
      return List.of(new Stat("version", "1 \"two\""));
    }

    @Override
    public Optional<String> unhealthy() {
      return unhealthy;
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
    URI uri = URI.create("http://" + admin.address());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      String request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] all = socket.getInputStream().readAllBytes();
      String[] parts = new String(all, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
      return new Reply(parts[0].toLowerCase(), parts[1]);
    }
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
            "gannet_gets_total{worker=\"0\"} 3.0",
            "gannet_gets_total{worker=\"1\"} 4.0",
            "# TYPE gannet_connections gauge",
            "gannet_connections{worker=\"1\"} 2.0",
            "gannet_product_info{product=\"testcache\"} 1")) {
      assertTrue(lines.contains(line), line + " in\n" + reply.body());
    }
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
    for (String path : index.body().lines().toList()) {
      assertEquals(200, ask("GET", path).status(), path);
    }
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
  void aHostThatIsNoneIsTold() {
    StartupException e =
        assertThrows(
            StartupException.class, () -> Admin.start("no.such.host.invalid", 0, new View()));
    assertTrue(e.getMessage().contains("--admin-host"), e.getMessage());
  }
}
