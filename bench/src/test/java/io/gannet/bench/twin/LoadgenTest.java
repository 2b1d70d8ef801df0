package io.gannet.bench.twin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load in C asks, and that it judges what it is answered. */
@Timeout(120)
class LoadgenTest {
  private static final int COUNT = 9_600;
  private static final int PATIENCE_SEC = 60;

  @TempDir static Path folder;
  private static Path loadgen;
  private static Path server;

  @BeforeAll
  static void build() throws Exception {
    loadgen = CServer.build(folder, "loadgen");
    server = CServer.build(folder, "get_uring");
  }

  private static Map<String, String> load(int port, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(loadgen.toString(), "port=" + port));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), "it does not end");
    assertEquals(0, process.exitValue(), said);
    Map<String, String> figures = new HashMap<>();
    Stream.of(said.trim().split(" ")).map(figure -> figure.split("=", 2))
        .forEach(figure -> figures.put(figure[0], figure[1]));
    return figures;
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "set", "mixed"})
  void allIsAnsweredRight(String verbs) throws Exception {
    try (CServer cache = CServer.start(server, "memory_mib=64")) {
      for (String zipf : List.of("zipf=0", "zipf=0.99")) {
        Map<String, String> figures =
            load(
                cache.port(), "proto=" + verbs, "count=" + COUNT, "conns=10", "depth=32", "fill=1",
                zipf);
        assertEquals("" + COUNT, figures.get("answers"));
        assertEquals("0", figures.get("errors"));
        assertEquals("0", figures.get("misses"));
      }
    }
  }

  @Test
  void whatIsNotThereIsAMiss() throws Exception {
    try (CServer cache = CServer.start(server, "memory_mib=16")) {
      String[] options = {"proto=mixed", "count=" + COUNT, "conns=10", "depth=32"};
      Map<String, String> figures = load(cache.port(), options);
      assertTrue(Integer.parseInt(figures.get("misses")) > COUNT / 2, figures.toString());
      assertEquals("0", figures.get("errors"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zipf=much", "zipf=", "zipf=nan", "zipf=-1", "zipf=6", "proto=most"})
  void whatIsNoOptionIsRefused(String option) throws Exception {
    Process process =
        new ProcessBuilder(loadgen.toString(), "port=1", option).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), "it does not end");
    assertEquals(2, process.exitValue(), said);
    assertTrue(said.startsWith(option.substring(0, option.indexOf('='))), said);
  }

  /** One client's requests, each answered by a line. */
  private static List<String> asked(String... options) throws Exception {
    List<String> lines = new ArrayList<>();
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answers = new Thread(() -> answer(door, lines));
      answers.start();
      List<String> words = new ArrayList<>(List.of("conns=1", "depth=32", "count=" + COUNT));
      words.addAll(List.of(options));
      Map<String, String> figures = load(door.getLocalPort(), words.toArray(String[]::new));
      answers.join();
      assertEquals("0", figures.get("errors"));
    }
    return lines;
  }

  private static void answer(ServerSocket door, List<String> lines) {
    try (Socket client = door.accept();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1))) {
      client.setTcpNoDelay(true);
      OutputStream out = client.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (line.startsWith("set ")) {
          in.readLine();
        }
        String answer = line.startsWith("set ") ? "STORED\r\n" : "END\r\n";
        out.write(answer.getBytes(ISO_8859_1));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void mixedIsNineGetsToASet() throws Exception {
    List<String> lines = asked("proto=mixed");
    assertEquals(COUNT, lines.size());
    long sets = lines.stream().filter(line -> line.startsWith("set ")).count();
    assertTrue(sets > COUNT / 13 && sets < COUNT / 8, sets + " sets");
  }

  @Test
  void keysAreAskedForAlikeOrAsZipfHasIt() throws Exception {
    long alike = asked("proto=get").stream().filter("get key:00000000"::equals).count();
    long most =
        asked("proto=get", "zipf=0.99").stream().filter("get key:00000000"::equals).count();
    assertTrue(alike < COUNT / 1000, alike + " of one key");
    assertTrue(most > COUNT / 20 && most < COUNT / 8, most + " of the first key"); // 1 / 12.8
  }
}
