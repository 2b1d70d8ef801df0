package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Signal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that may make the system calls that it needs, and no others. */
@Timeout(180)
class SeccompWireTest {
  /** What a process ends with that SIGSYS has ended. */
  private static final int BY_SIGSYS = 128 + 31;

  private static final int LARGE_BYTES = 300_000;
  private static final int POLLS_MAX = 500;
  private static final long POLL_MS = 20;

  @TempDir Path folder;

  private ServerProcess start(String transport, String workers, String... further) {
    List<String> words =
        List.of(
            "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB", "--no-warm-up",
            "--transport", transport, "--workers", workers);
    String[] all = Stream.concat(words.stream(), Stream.of(further)).toArray(String[]::new);
    return ServerProcess.start(List.of("-XX:+UseSerialGC"), all);
  }

  private static ServerProcess planted(String... words) {
    return ServerProcess.start(PlantedCalls.class, words);
  }

  @ParameterizedTest
  @CsvSource({"io_uring,1", "io_uring,2", "epoll,1", "epoll,2"})
  void allThatAServerDoesIsDoneUnderIt(String transport, String workers) throws Exception {
    Path klog = folder.resolve("klog");
    Path log = folder.resolve("log");
    Path pid = folder.resolve("pid");
    Path users = Files.writeString(folder.resolve("users"), "");
    String[] words = {
      "--seccomp", "--klog", klog.toString(), "--klog-size", "1MiB", "--klog-gzip", "--log-file",
      log.toString(), "--pid-file", pid.toString(), "--enable-debug"
    };
    try (ServerProcess server = start(transport, workers, words);
        Client first = server.connect();
        Client second = server.connect();
        Client watcher = server.connect()) {
      server.awaitError("  seccomp: ");
      everyThreadIsFiltered(server);
      watcher.send("watch mutations\r\n").expect("OK\r\n");
      first.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      second.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
      assertTrue(watcher.receiveLine().contains("key=a"));
      String large = "y".repeat(LARGE_BYTES);
      second.send("set large 0 0 " + LARGE_BYTES + "\r\n" + large + "\r\n").expect("STORED\r\n");
      first.send("get large\r\n").expect("VALUE large 0 " + LARGE_BYTES + "\r\n" + large + "\r\n");
      first.expect("END\r\n");
      assertEquals("0", InsideWireTest.stats(second, "debug walk").get("walk_faults"));
      allPagesAreTold(server);
      untilAnotherLogIsWritten(first, second);
      Files.delete(log);
      server.signal(Signal.SIGHUP);
      awaitFile(log);
      server.signal(Signal.SIGQUIT);
      second.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
      assertEquals(0, server.terminate().awaitExit(), server::errors);
      assertFalse(Files.exists(pid));
      assertFalse(server.errors().contains("Exception"), server::errors);
    }
  }

  private static void everyThreadIsFiltered(ServerProcess server) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + server.pid(), "task"))) {
      List<Path> all = tasks.toList();
      assertTrue(all.size() > 10, () -> "only " + all.size());
      for (Path task : all) {
        String status = Files.readString(task.resolve("status"));
        assertTrue(status.contains("\nSeccomp:\t2\n"), status);
        assertTrue(status.contains("\nNoNewPrivs:\t1\n"), status);
      }
    }
  }

  private static void allPagesAreTold(ServerProcess server) throws IOException {
    assertEquals("ok\n", server.admin("/health"));
    List<String> pages =
        List.of("/", "/metrics", "/stats", "/stats/latency", "/config", "/conns", "/hotkeys", "/slow");
    for (String page : pages) {
      assertFalse(server.admin(page).isEmpty(), page);
    }
    URI walk = URI.create("http://127.0.0.1:" + server.adminPort() + "/walk");
    HttpURLConnection connection = (HttpURLConnection) walk.toURL().openConnection();
    connection.setRequestMethod("POST");
    assertEquals(200, connection.getResponseCode());
  }

  /** And the one before it is compressed. */
  private void untilAnotherLogIsWritten(Client first, Client second) throws Exception {
    String many = "get a\r\n".repeat(1000);
    String replies = "VALUE a 0 1\r\nx\r\nEND\r\n".repeat(1000);
    Path packed = folder.resolve("klog.000001.gz");
    for (int i = 0; !Files.exists(packed); i++) {
      assertTrue(i < POLLS_MAX, "no " + packed);
      first.send(many).expect(replies);
      second.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
    }
  }

  private static void awaitFile(Path file) throws InterruptedException {
    for (int i = 0; !Files.exists(file); i++) {
      assertTrue(i < POLLS_MAX, "no " + file);
      Thread.sleep(POLL_MS);
    }
  }

  /** Whose probe is of that family, and whose socket is removed at the end. */
  @Test
  void aSocketInTheFileSystemIsServedAndRemoved() {
    Path path = folder.resolve("socket");
    try (ServerProcess server = start("auto", "1", "--seccomp", "--unix-socket", path.toString());
        Client client = Client.connect(path)) {
      client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      assertEquals("ok\n", server.admin("/health"));
      assertEquals(0, server.terminate().awaitExit(), server::errors);
      assertFalse(Files.exists(path));
    }
  }

  @Test
  void memcachedsNameForItWillDo() {
    try (ServerProcess server = start("auto", "1", "-o", "drop_privileges")) {
      server.awaitError("  seccomp: ");
    }
  }

  @Test
  void aConnectOfAWorkersEndsTheProcess() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server = planted("--seccomp");
        Client good = server.connect();
        Client client = server.connect()) {
      good.send("get nothing\r\n").expect("END\r\n");
      client.send("get connect-" + elsewhere.getLocalPort() + "\r\n");
      assertEquals(BY_SIGSYS, server.awaitExit(), server::errors);
      elsewhere.setSoTimeout((int) POLL_MS);
      boolean came = true;
      try {
        elsewhere.accept().close();
      } catch (SocketTimeoutException e) {
        came = false;
      }
      assertFalse(came, "somebody has connected");
    }
  }

  /** Without the option it is made, by the same worker. */
  @Test
  void aConnectIsMadeWhereThereIsNoFilter() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server = planted();
        Client client = server.connect()) {
      client.send("get connect-" + elsewhere.getLocalPort() + "\r\n").expect("END\r\n");
      elsewhere.accept().close();
      assertEquals(0, server.terminate().awaitExit());
      assertEquals("connect: 0", server.furtherOutput());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "ring"})
  void whatNobodyButAnIntruderCallsEndsTheProcess(String what) {
    try (ServerProcess server = planted("--seccomp");
        Client client = server.connect()) {
      client.send("get " + what + "\r\n");
      assertEquals(BY_SIGSYS, server.awaitExit(), server::errors);
    }
  }

  @Test
  void whatALibraryMayTryIsRefusedAndTheServerServes() {
    Path file = folder.resolve("file");
    try (ServerProcess server = planted("--seccomp");
        Client client = server.connect();
        Client other = server.connect()) {
      String[] asked = {
        "datagram", "signal-" + ProcessHandle.current().pid(), "write-" + file, "watch"
      };
      for (String one : asked) {
        client.send("get " + one + "\r\n").expect("END\r\n");
        other.send("get nothing\r\n").expect("END\r\n");
      }
      assertEquals(0, server.terminate().awaitExit(), server::errors);
      List<String> told =
          server.furtherOutput().lines().filter(line -> !line.startsWith("nothing")).toList();
      assertEquals(
          List.of(
              "datagram: " + -Errno.EPERM,
              "signal: " + -Errno.EPERM,
              "write: AccessDeniedException",
              "watch: Function not implemented"),
          told);
      assertFalse(Files.exists(file));
    }
  }
}
