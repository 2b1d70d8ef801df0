package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One version, however a client takes it apart. */
class VersionWireTest {
  /** node's memcached takes the last three numbers. */
  private static final Pattern AT_THE_END = Pattern.compile("(\\d+)(?:\\.)(\\d+)(?:\\.)(\\d+)$");

  /** libmemcached takes the first three. */
  private static final Pattern AT_THE_BEGINNING = Pattern.compile("^(\\d+)\\.(\\d+)\\.(\\d+)");

  private static String cut(Pattern pattern, String version) {
    Matcher found = pattern.matcher(version);
    assertTrue(found.find(), version);
    return found.group();
  }

  @Test
  void clientsThatCutItUpReadWhatStatsSay() throws IOException {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      String version = client.send("version\r\n").receiveLine().substring("VERSION ".length());
      assertEquals("1.6.18", cut(AT_THE_END, version));
      assertEquals("1.6.18", cut(AT_THE_BEGINNING, version));
      Map<String, String> stats = InsideWireTest.stats(client, "stats");
      assertEquals(version, stats.get("version"));
      String ours = stats.get("gannet_version");
      assertTrue(ours.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"), ours);
      String told = InsideWireTest.ask(server, "GET", "/stats");
      assertTrue(told.contains("\"version\" : \"" + version + "\""), told);
      assertTrue(told.contains("\"gannet_version\" : \"" + ours + "\""), told);
    }
  }
}
