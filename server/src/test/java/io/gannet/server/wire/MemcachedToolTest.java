package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * memcached's own tool, in each of its modes: it ends, and tells what is so. Where it is not
 * installed the tests are skipped; in CI that is a failure.
 */
class MemcachedToolTest {
  private static final Path TOOL = Path.of("/usr/share/memcached/scripts/memcached-tool");
  private static final long PATIENCE_SEC = 60;

  @TempDir Path folder;

  private String run(RunningServer server, String mode) throws Exception {
    if (!Files.exists(TOOL)) {
      String message = TOOL + " is missing: apt-get install memcached";
      return System.getenv("CI") != null ? fail(message) : abort(message);
    }
    Path output = Files.createTempFile(folder, mode, ".txt");
    Process process =
        new ProcessBuilder("perl", TOOL.toString(), "127.0.0.1:" + server.port(), mode)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("memcached-tool " + mode + " did not end");
    }
    String text = Files.readString(output, UTF_8).replace("\r", ""); // it leaves them
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  private static RunningServer start(String product) {
    RunningServer server = RunningServer.start(product, "--workers", "1");
    try (Client client = server.connect()) {
      client.send("set a 1 0 1\r\n1\r\nset b 0 100 1\r\n2\r\n");
      client.receive(2 * "STORED\r\n".length());
    }
    return server;
  }

  @Test
  void classesAreDisplayed() throws Exception {
    try (RunningServer server = start("twemcache")) {
      String text = run(server, "display");
      String row = " +1 +32B +[0-9]+s +1 +2 +no +0 +0 +0";
      assertTrue(text.lines().anyMatch(line -> line.matches(row)), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "slimcache"})
  void whatHasNoClassesDisplaysNone(String product) throws IOException, Exception {
    try (RunningServer server = start(product)) {
      assertEquals(1, run(server, "display").lines().count());
    }
  }

  @Test
  void figuresAndSettingsAreTold() throws Exception {
    try (RunningServer server = start("segcache")) {
      String stats = run(server, "stats");
      assertTrue(stats.matches("(?s).* curr_items +2\n.* max_connections +[1-9][0-9]*\n.*"), stats);
      String settings = run(server, "settings");
      assertTrue(settings.matches("(?s).* maxbytes +8388608\n.* num_threads +1\n.*"), settings);
      assertTrue(run(server, "sizes").matches("(?s).* sizes_status +disabled\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache", "directcache"})
  void keysAndValuesAreDumped(String product) throws Exception {
    try (RunningServer server = start(product)) {
      String keys = run(server, "keys");
      assertTrue(keys.matches("(?s).*\nkey=a exp=-1 la=.*"), keys);
      assertTrue(keys.matches("(?s).*\nkey=b exp=[1-9][0-9]+ la=.*"), keys);
      assertEquals(3, keys.lines().count(), keys);
      String dump = run(server, "dump");
      assertTrue(dump.contains("\nadd a 1 0 1\n1\n"), dump);
      assertTrue(dump.matches("(?s).*\nadd b 0 [1-9][0-9]+ 1\n2\n.*"), dump);
    }
  }
}
