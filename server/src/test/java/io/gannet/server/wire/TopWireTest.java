package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code gannet top} beside a server that is asked all the time. */
class TopWireTest {
  private static final String OPENED = "\u001b[?1049h";
  private static final String CLOSED = "\u001b[?1049l";
  private static final long PATIENCE_SEC = 60;

  private static AskedServer server;

  @BeforeAll
  static void start() {
    server = new AskedServer("hot");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }

  private static Process top(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-ea:io.gannet...");
    command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
    command.addAll(List.of("-m", "io.gannet.server/io.gannet.server.cli.Main", "top"));
    command.addAll(List.of("--admin", server.admin()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String outputOf(Process top) throws Exception {
    String output = new String(top.getInputStream().readAllBytes(), UTF_8);
    assertTrue(top.waitFor(PATIENCE_SEC, TimeUnit.SECONDS));
    return output;
  }

  @Test
  void oneScreenTellsWhatIsAsked() throws Exception {
    Process top = top("--once", "--interval", "0.5");
    String screen = outputOf(top);
    assertEquals(0, top.exitValue(), screen);
    assertTrue(screen.startsWith("gannet "), screen);
    assertTrue(screen.contains(" segcache   up 0:0"), screen);
    assertTrue(screen.matches("(?s).*\nrequests [1-9][0-9,]*/s   hits 100\\.0 %   in .*"), screen);
    assertTrue(screen.contains("\nconnections 1 of 10,000 "), screen);
    assertTrue(screen.matches("(?s).*\nitems 1 in 64\\.0 MiB .*"), screen);
    assertTrue(screen.contains("\nmisses/s   never seen 0   expired 0   evicted 0   "), screen);
    assertTrue(screen.matches("(?s).*\nget +[1-9][0-9,]*( +[1-9][0-9,]*){4}\n.*"), screen);
    assertTrue(screen.matches("(?s).*\n0 +[1-9][0-9,]* +1 +[1-9][0-9]* .*"), screen);
    assertTrue(screen.matches("(?s).*\nhot +100\\.0\n.*"), screen);
    assertFalse(screen.contains("\u001b"), screen);
  }

  @Test
  void liveScreensFollowEachOtherInTheTerminal() throws Exception {
    Process top = top("--count", "2", "--interval", "0.1");
    String screens = outputOf(top);
    assertEquals(0, top.exitValue(), screens);
    assertTrue(screens.startsWith(OPENED), screens);
    assertTrue(screens.endsWith(CLOSED), screens);
    assertEquals(3, screens.split("\nrequests|\u001b\\[K\nrequests").length, screens);
  }

  @Test
  void interruptedItLeavesTheTerminalAsItWas() throws Exception {
    Process top = top("--interval", "0.1");
    InputStream out = top.getInputStream();
    String opened = new String(out.readNBytes(OPENED.length()), UTF_8);
    top.toHandle().destroy(); // its output stays open
    String screens = outputOf(top);
    assertEquals(OPENED, opened);
    assertTrue(screens.endsWith(CLOSED), screens);
  }

  @Test
  void whoAsksNoServerIsTold() throws Exception {
    Process top = top("--once", "--admin", "127.0.0.1:1");
    String words = outputOf(top);
    assertEquals(1, top.exitValue(), words);
    assertTrue(words.startsWith("gannet: no server's admin answers at 127.0.0.1:1 "), words);
  }

  @Test
  void wrongWordsAreNamed() throws Exception {
    Process top = top("--interval", "0");
    String words = outputOf(top);
    assertEquals(2, top.exitValue(), words);
    assertTrue(words.startsWith("gannet: --interval 0: give seconds, 0.1 to 3600"), words);
  }
}
