package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /health} is true: what it says is what a client finds. */
class HealthWireTest {
  private static final int POLLS_MAX = 3_000;

  /** A status and what was said. */
  private record Told(int status, String text) {}

  private static Told health(int adminPort) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + "/health");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setReadTimeout(30_000);
    int status = connection.getResponseCode();
    try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Told(status, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Told await(int adminPort, int status) throws Exception {
    Told told = health(adminPort);
    for (int i = 0; told.status() != status; i++) {
      assertTrue(i < POLLS_MAX, told.toString());
      Thread.sleep(10);
      told = health(adminPort);
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "pingserver"})
  void aServerThatAnswersIsHealthy(String product) throws IOException {
    try (RunningServer server = RunningServer.start(product)) {
      assertEquals(new Told(200, "ok\n"), health(server.adminPort()));
      assertEquals(new Told(200, "ok\n"), health(server.adminPort()));
    }
  }

  /** As if a bug had ended them: nobody would learn of a stall any more, or nothing be logged. */
  @ParameterizedTest
  @ValueSource(strings = {"debug", "watch", "klog"})
  void oneThatHasLostAThreadServesOnAndIsNotHealthy(String name, @TempDir Path folder)
      throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    String[] words = {
      "--log-file", folder.resolve("events").toString(), "--klog", folder.resolve("k").toString()
    };
    try (RunningServer server = RunningServer.start("segcache", words);
        Client client = server.connect()) {
      assertEquals(new Told(200, "ok\n"), health(server.adminPort()));
      Thread thread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(one -> !before.contains(one) && one.getName().equals(name))
              .findFirst()
              .orElseThrow();
      thread.getUncaughtExceptionHandler()
          .uncaughtException(thread, new IllegalStateException("planted"));
      String text = "the thread '" + name + "' has ended: java.lang.IllegalStateException: planted";
      assertEquals(new Told(503, text + "\n"), await(server.adminPort(), 503));
      assertEquals(1, server.metric("control_threads_failed_total"));
      String log = Files.readString(folder.resolve("events"));
      assertTrue(log.contains(" error thread_failed " + text + "\n    io.gannet."), log);
      client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "ascii", "binary"})
  void soIsOneWhoseClientsAreStrangersAndOneThatSpeaksPacketsAlone(
      String protocol, @TempDir Path folder) throws IOException {
    String users = Files.writeString(folder.resolve("users"), "foo:bar\n").toString();
    for (String file : new String[] {"", users}) {
      String[] words = {"--protocol", protocol, "--auth-file", file};
      try (RunningServer server = RunningServer.start("segcache", words)) {
        assertEquals(new Told(200, "ok\n"), health(server.adminPort()));
      }
    }
  }

  @Test
  void aServerThatCanTakeNobodyMoreIsNot() throws Exception {
    try (RunningServer server = RunningServer.start("segcache", "--max-connections", "1")) {
      try (Client client = server.connect()) {
        client.send("version\r\n").expect("VERSION ");
        Told told = await(server.adminPort(), 503);
        assertTrue(told.text().contains("Too many open connections"), told.text());
      }
      await(server.adminPort(), 200);
    }
  }

  @Test
  void aServerWhoseWorkerIsStuckIsNot() throws Exception {
    StuckProduct product = new StuckProduct();
    try (RunningServer server = RunningServer.start(product.asProduct())) {
      assertEquals(200, health(server.adminPort()).status());
      product.hold();
      try {
        await(server.adminPort(), 503);
        Told told = awaitText(server.adminPort(), "worker-0 has ended no turn for ");
        assertEquals(503, told.status());
      } finally {
        product.release();
      }
      await(server.adminPort(), 200);
    }
  }

  private static Told awaitText(int adminPort, String text) throws Exception {
    Told told = health(adminPort);
    for (int i = 0; !told.text().contains(text); i++) {
      assertTrue(i < POLLS_MAX, told.toString());
      Thread.sleep(10);
      told = health(adminPort);
    }
    return told;
  }

  @Test
  void aStopIsGivenUpIfAWorkerIsStuck() {
    StuckProduct product = new StuckProduct();
    try (RunningServer server = RunningServer.start(product.asProduct())) {
      product.hold();
      try {
        server.stop();
        assertEquals(1, server.awaitStop(100));
      } finally {
        product.release();
      }
      assertEquals(0, server.awaitStop(60_000));
    }
  }
}
