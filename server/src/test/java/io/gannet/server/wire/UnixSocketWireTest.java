package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.ffi.linux.Signal;
import io.gannet.server.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server at a socket in the file system, alone and beside ports; several listeners in one. */
class UnixSocketWireTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("g.sock");
  }

  private RunningServer start(String product, String... more) {
    List<String> words = new ArrayList<>(List.of("--unix-socket", path().toString()));
    words.addAll(Arrays.asList(more));
    return RunningServer.start(product, words.toArray(String[]::new));
  }

  private ServerProcess startProcess(String... more) {
    List<String> words = new ArrayList<>(List.of("pingserver", "-s", path().toString()));
    words.addAll(List.of("--admin-port", "0", "--no-warm-up"));
    words.addAll(Arrays.asList(more));
    return ServerProcess.start(
        List.of("-XX:+UseSerialGC"), words.toArray(String[]::new));
  }

  private static String page(int adminPort, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void serves(Client client) {
    client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
    client.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
  }

  @Test
  void aSocketAloneServesAndIsHealthyWithoutAnyPort() throws IOException {
    try (RunningServer server = start("segcache");
        Client client = Client.connect(path())) {
      assertEquals("unix:" + path(), server.readyAddress());
      serves(client);
      assertEquals("ok\n", page(server.adminPort(), "/health"));
      String banner = String.join("\n", server.banner());
      assertTrue(banner.contains("  port: none"), banner); // --port 0 was said
    }
    assertFalse(Files.exists(path()));
  }

  @Test
  void aPortBesideItServesTheSameItems() throws IOException {
    try (RunningServer server = start("segcache", "--host", "127.0.0.1");
        Client byPath = Client.connect(path());
        Client byPort = Client.connect(server.port())) {
      serves(byPath);
      byPort.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
      serves(byPort);
    }
  }

  /** Two lines of one number, and no client's. */
  private static boolean isListening(String lines, String address) {
    String both = "(?s).*STAT (\\d+):addr %s\nSTAT \\1:state conn_listening\n.*";
    return lines.matches(both.formatted(Pattern.quote(address)));
  }

  @Test
  void whoIsConnectedIsToldAsMemcachedTellsIt() throws IOException {
    String name = "unix:" + path();
    try (RunningServer server = start("segcache", "--host", "127.0.0.1,::1");
        Client byPath = Client.connect(path());
        Client byPort = Client.connect(server.port())) {
      serves(byPort);
      String lines = statsConns(byPath);
      assertTrue(lines.contains(":addr " + name + "\n"), lines);
      assertTrue(lines.contains(":listen_addr " + name + "\n"), lines);
      assertTrue(isListening(lines, name), lines);
      assertTrue(isListening(lines, "tcp:127.0.0.1:" + server.port()), lines);
      assertTrue(lines.contains(":addr tcp:127.0.0.1:" + byPort.localPort() + "\n"), lines);
      assertTrue(lines.contains(":listen_addr tcp:127.0.0.1:" + server.port() + "\n"), lines);
      byPath.send("set b 0 0 100000\r\n");
      server.await("reserved_bytes", 1, Long.MAX_VALUE);
      String page = page(server.adminPort(), "/conns?by=memory");
      assertTrue(page.contains("\"peer\" : \"" + name + "\""), page);
      assertTrue(page.contains("\"listener\" : \"" + name + "\""), page);
    }
  }

  private static String statsConns(Client client) {
    client.send("stats conns\r\n");
    StringBuilder lines = new StringBuilder();
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  /** The banner, and so the metrics, name the addresses as they were granted. */
  @Test
  void eachListenerHasItsRow() throws IOException {
    try (RunningServer server =
            start("segcache", "--host", "127.0.0.1,::1,127.0.0.2:0", "--max-connections", "3");
        Client first = Client.connect(path());
        Client second = Client.connect(path());
        Client third = Client.connect(server.port())) {
      serves(first);
      serves(second);
      serves(third);
      List<String> addresses = addresses(server.banner().get(0));
      assertEquals(4, addresses.size(), server.banner().get(0));
      InetSocketAddress v6 = new InetSocketAddress("::1", portOf(addresses.get(1)));
      try (Socket refused = new Socket(v6.getAddress(), v6.getPort())) {
        String told = new String(refused.getInputStream().readAllBytes(), UTF_8);
        assertEquals("ERROR Too many open connections\r\n", told);
      }
      String metrics = page(server.adminPort(), "/metrics");
      assertRow(metrics, "accepted", "tcp:" + addresses.get(0), 1);
      assertRow(metrics, "accepted", "tcp6:" + addresses.get(1), 1);
      assertRow(metrics, "rejected", "tcp6:" + addresses.get(1), 1);
      assertRow(metrics, "accepted", "tcp:" + addresses.get(2), 0);
      assertRow(metrics, "accepted", "unix:" + path(), 2);
      assertRow(metrics, "rejected", "unix:" + path(), 0);
      String stats = page(server.adminPort(), "/stats/listeners");
      assertTrue(stats.contains("\"unix:" + path() + ":accepted\""), stats);
    }
  }

  private static void assertRow(String metrics, String what, String listener, int count) {
    String row = "gannet_listener_" + what + "_total{listener=\"" + listener + "\"} " + count;
    List<String> rows = metrics.lines().filter(line -> line.contains("listener")).toList();
    assertTrue(rows.contains(row), () -> row + " is not in\n" + String.join("\n", rows));
  }

  private static List<String> addresses(String banner) {
    String list = banner.substring(banner.indexOf(" on ") + 4, banner.indexOf(", admin on "));
    return List.of(list.split(", "));
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  @Test
  void allAddressesOfBothFamiliesGoTogether() throws IOException {
    try (RunningServer server = RunningServer.start("pingserver", "--host", "0.0.0.0,::")) {
      List<String> addresses = addresses(server.banner().get(0));
      for (int i = 0; i < 2; i++) {
        String host = i == 0 ? "127.0.0.1" : "::1";
        try (Socket client = new Socket(host, portOf(addresses.get(i)))) {
          client.getOutputStream().write("PING\r\n".getBytes(UTF_8));
          assertEquals("PONG\r\n", new String(client.getInputStream().readNBytes(6), UTF_8));
        }
      }
    }
  }

  /** Who does not read is closed in time; who reads is served meanwhile, by either way. */
  @Test
  void oneWhoNeverReadsTakesNothingFromOthers() {
    byte[] value = new byte[500_000];
    try (RunningServer server =
            start("segcache", "--memory", "64MiB", "--host", "127.0.0.1", "--send-timeout", "1");
        Client deaf = Client.connect(path());
        Client byPath = Client.connect(path());
        Client byPort = Client.connect(server.port())) {
      byPath.send("set v 0 0 500000\r\n").send(value).send("\r\n").expect("STORED\r\n");
      try {
        deaf.send("get v\r\n".repeat(10_000));
      } catch (UncheckedIOException e) {
        // Closed while it was still sending: as it may be.
      }
      for (int i = 0; i < 20; i++) {
        serves(byPath);
        serves(byPort);
      }
      server.await("connections_stalled_closed_total", 1);
      server.await("connections", 2);
      serves(byPath);
      serves(byPort);
    }
  }

  /** Root may connect whatever the mask says: another user tries. */
  @Test
  void whoTheMaskKeepsOutCannotConnect() throws Exception {
    assumeTool("setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (RunningServer server = start("pingserver")) {
      assertEquals("denied", tryAsNobody());
    }
    try (RunningServer server = start("pingserver", "--unix-mask", "666")) {
      assertEquals("PONG", tryAsNobody());
    }
  }

  /** What a program of that user is told: a source file that java runs. */
  private String tryAsNobody() throws Exception {
    Path program = folder.resolve("Try.java");
    Files.writeString(
        program,
        """
        import java.net.UnixDomainSocketAddress;
        import java.nio.ByteBuffer;
        import java.nio.channels.SocketChannel;
        import java.nio.file.Path;

        class Try {
          public static void main(String[] args) throws Exception {
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
              channel.write(ByteBuffer.wrap("PING\\r\\n".getBytes()));
              ByteBuffer in = ByteBuffer.allocate(4);
              while (in.hasRemaining() && channel.read(in) >= 0) {}
              System.out.print(new String(in.array()));
            } catch (java.net.SocketException e) {
              System.out.print(e.getMessage().contains("denied") ? "denied" : e.toString());
            }
          }
        }
        """);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                java.toString(), "-XX:+UseSerialGC", "-Djava.io.tmpdir=/tmp",
                program.toString(), path().toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return told;
  }

  /** It takes root, too. */
  private static void assumeTool(String tool) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", tool + " --reuid=65534 --regid=65534 --clear-groups true")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      String message = tool + " can't change the user: be root, apt-get install util-linux";
      assertNull(System.getenv("CI"), message);
      abort(message);
    }
  }

  @Test
  void anotherServerIsRefusedAtOnceAndTheFirstGoesOn() {
    try (RunningServer server = start("pingserver")) {
      RuntimeException taken = assertThrows(RuntimeException.class, () -> start("pingserver"));
      assertTrue(taken.getMessage().contains("choose another --unix-socket"), taken.toString());
      try (Client client = Client.connect(path())) {
        client.send("PING\r\n").expect("PONG\r\n");
      }
    }
  }

  @Test
  void aStartThatFailsTakesNothingOfAnother() throws IOException {
    Files.writeString(path(), "mine");
    assertThrows(StartupException.class, () -> start("pingserver"));
    assertEquals("mine", Files.readString(path()));
  }

  @Test
  void theFileGoesWithSigtermAndStaysAfterSigkillUntilTheNextStart() {
    try (ServerProcess server = startProcess()) {
      assertEquals("ready unix:" + path(), server.ready(), server.errors());
      assertEquals(0, server.terminate().awaitExit(), server.errors());
      assertFalse(Files.exists(path()));
    }
    try (ServerProcess server = startProcess()) {
      server.signal(Signal.SIGKILL).awaitExit();
      assertTrue(Files.exists(path()));
    }
    try (ServerProcess server = startProcess();
        Client client = Client.connect(path())) {
      client.send("PING\r\n").expect("PONG\r\n");
      assertEquals(0, server.terminate().awaitExit(), server.errors());
    }
  }
}
