package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gannet.ffi.linux.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection plane when something runs out, and what it gives a connection along. */
class ListenerWireTest {
  private static final long SCARCE_MS = 2_000;

  private static final String ACCEPT_ERRORS = "gannet_accept_errors_total";

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** Descriptors that a server has beyond those that it needs to run. */
  private static final int SPARE = 22;

  private static final int CONNECTIONS_MAX = 30;

  /** More than entries of the listener's ring. */
  private static final int CROWD = 400;

  private static ServerProcess start() {
    return startBy(List.of(), CROWD + 1);
  }

  private static ServerProcess startBy(List<String> launcher, int connectionsMax) {
    return ServerProcess.startBy(
        launcher,
        List.of("-XX:+UseSerialGC"),
        "pingserver", "--port", "0", "--admin-port", "0", "--no-warm-up",
        "-c", "" + connectionsMax);
  }

  private static void assertServes(ServerProcess server) {
    try (Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n");
    }
  }

  /** The kernel shows the timer of keep-alive, 2, for our end of the connection. */
  @Test
  void keepAliveIsOnForWhoeverConnects() throws IOException {
    try (RunningServer server = RunningServer.start("pingserver");
        Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n");
      String from = ":%04X".formatted(server.port());
      String to = ":%04X".formatted(client.localPort());
      for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
        String[] fields = line.strip().split(" +");
        if (fields[1].endsWith(from) && fields[2].endsWith(to)) {
          assertEquals("02", fields[5].split(":")[0], line);
          return;
        }
      }
      fail("the kernel does not know the connection");
    }
  }

  /** Accepted sockets have ordinary descriptors until the worker, which is held, takes them over. */
  @Test
  void whenDescriptorsAreExhaustedAcceptingGoesOnByItselfOnceTheyAreBack() throws Exception {
    int limit;
    boolean overEpoll;
    try (ServerProcess server = start()) {
      haveClassesLoaded(server);
      limit = server.descriptorMax() + SPARE;
      overEpoll = server.isOverEpoll();
    }
    List<Client> clients = new ArrayList<>();
    List<String> limiter = List.of("prlimit", "--nofile=" + limit + ":" + limit, "--");
    if (overEpoll) {
      assertDoesNotStart(limiter);
      return;
    }
    try (ServerProcess server = startBy(limiter, CONNECTIONS_MAX)) {
      haveClassesLoaded(server);
      try (Tracer tracer = Tracer.hold(server, "worker-0")) {
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
          clients.add(server.connect().send("PING\r\n"));
        }
        long cpuNs = server.cpuNs("listener");
        Thread.sleep(SCARCE_MS);
        assertTrue(server.isAlive(), server.errors());
        assertTrue(server.cpuNs("listener") - cpuNs < SCARCE_MS * 250_000, "it spins");
      }
      clients.forEach(client -> client.expect("PONG\r\n"));
      clients.forEach(Client::close);
      assertTrue(metric(server, ACCEPT_ERRORS) > 0);
    }
  }

  /** Over epoll connections are open files: there is room for all of them, or no start. */
  private static void assertDoesNotStart(List<String> limiter) {
    try (ServerProcess server = startBy(limiter, CONNECTIONS_MAX)) {
      assertNotEquals(0, server.awaitExit());
      assertTrue(server.errors().contains("the limit of open files is"), server.errors());
    }
  }

  /** These are files here, and not in jars that are open: to load one takes a descriptor. */
  private static void haveClassesLoaded(ServerProcess server) throws IOException {
    assertServes(server);
    assertEquals(0, metric(server, ACCEPT_ERRORS));
  }

  /** The soft limit is lowered: what is open stays open. */
  @Test
  void withoutDescriptorsTheAdminDoesNotSpinAndAnswersOnceTheyAreBack() throws Exception {
    try (ServerProcess server = start()) {
      haveClassesLoaded(server);
      limitDescriptors(server, "3:");
      // An accept(2) that was under way has its descriptor: one client may still be answered.
      try (Client first = Client.connect(server.adminPort()).send(REQUEST);
          Client waiting = Client.connect(server.adminPort()).send(REQUEST)) {
        long cpuNs = server.cpuNs("admin");
        Thread.sleep(SCARCE_MS);
        assertTrue(server.cpuNs("admin") - cpuNs < SCARCE_MS * 250_000, "it spins");
        limitDescriptors(server, "1000:");
        waiting.expect("HTTP/1.1 200 OK");
      }
    }
  }

  private static void limitDescriptors(ServerProcess server, String limits) throws Exception {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", "" + server.pid(), "--nofile=" + limits)
            .inheritIO()
            .start();
    assertTrue(prlimit.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, prlimit.exitValue());
  }

  private static double metric(ServerProcess server, String name) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics");
    try (InputStream in = uri.toURL().openStream()) {
      String text = new String(in.readAllBytes());
      return text.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The kernel has done nothing when it says so: the next enter carries the same entries. */
  @ParameterizedTest
  @ValueSource(strings = {"EAGAIN", "EBUSY", "ENOMEM", "EINTR"})
  void anErrorOfEnterThatPassesEndsNothing(String errno) throws IOException {
    try (ServerProcess server = start()) {
      try (Tracer tracer = Tracer.inject(server, "listener", "error=" + errno + ":when=1..40")) {
        tracer.awaitCalls(20);
        assertServes(server);
        assertServes(server);
      }
      assertServes(server);
      if (!errno.equals("EINTR")) {
        assertTrue(metric(server, "gannet_listener_enter_errors_total") >= 20);
      }
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  /** More clients at once than the ring has entries, while every other enter takes none. */
  @Test
  void aFullQueueThatTheKernelDoesNotTakeEndsNothing() throws IOException {
    List<Client> clients = new ArrayList<>();
    try (ServerProcess server = start()) {
      server.signal(Signal.SIGSTOP);
      for (int i = 0; i < CROWD; i++) {
        clients.add(server.connect().send("PING\r\n"));
      }
      try (Tracer tracer = Tracer.inject(server, "listener", "error=EAGAIN:when=1+2")) {
        server.signal(Signal.SIGCONT);
        clients.forEach(client -> client.expect("PONG\r\n"));
      }
      clients.forEach(Client::close);
      assertServes(server);
      assertEquals(0, server.terminate().awaitExit());
    }
  }
}
