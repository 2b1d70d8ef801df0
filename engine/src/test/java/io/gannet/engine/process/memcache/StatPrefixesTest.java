package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Fact;
import io.gannet.engine.process.kv.PrefixCounts;
import org.junit.jupiter.api.Test;

/** {@code stats detail}: memcached's own test of it, and what it has none for. */
class StatPrefixesTest {
  private final Harness client = new Harness();

  private void tells(String prefixes) {
    assertEquals(prefixes + "END\r\n", client.talk("stats detail dump\r\n"));
  }

  private static String line(String prefix, int get, int hit, int set, int del) {
    return "PREFIX " + prefix + " get " + get + " hit " + hit + " set " + set + " del " + del
        + "\r\n";
  }

  @Test
  void countsWhatIsAskedOfKeysByTheirPrefixWhileItIsOn() {
    client.talk("set foo:0 0 0 1\r\nx\r\nget foo:0\r\n");
    tells("");
    assertEquals("OK\r\n", client.talk("stats detail on\r\n"));
    client.talk("set foo:1 0 0 1\r\nx\r\nadd foo:1 0 0 1\r\ny\r\n");
    tells(line("foo", 0, 0, 2, 0));
    client.talk("get foo:1 foo:2\r\nmg foo:1 v\r\ndelete foo:3\r\nget nothing\r\nget :a\r\n");
    tells(line("foo", 3, 2, 2, 1) + line("", 1, 0, 0, 0));
    assertEquals("RESET\r\n", client.talk("stats reset\r\n"));
    tells("");
    client.talk("get foo:1\r\ndelete fo:1\r\n");
    assertEquals("OK\r\n", client.talk("stats detail off\r\n"));
    client.talk("get foo:1\r\n");
    tells(line("foo", 1, 1, 0, 0) + line("fo", 0, 0, 0, 1));
  }

  @Test
  void whetherTheyAreCountedIsToldAmongTheSettings() {
    client.statistics.section("settings").fact(new Fact("detail_enabled", "no", ""));
    String told = "STAT detail_enabled %s\r\nEND\r\n";
    assertEquals(told.formatted("no"), client.talk("stats settings\r\n"));
    client.talk("stats detail on\r\n");
    assertEquals(told.formatted("yes"), client.talk("stats settings\r\n"));
    client.talk("stats detail off\r\n");
    assertEquals(told.formatted("no"), client.talk("stats settings\r\n"));
  }

  @Test
  void whatIsCountedIsBounded() {
    client.talk("stats detail on\r\n");
    String longest = "p".repeat(PrefixCounts.PREFIX_BYTES_MAX);
    client.talk("get " + longest + ":x " + longest + "p:x\r\n");
    tells(line(longest, 1, 0, 0, 0));
    for (int i = 0; i < 2 * PrefixCounts.PREFIXES_MAX; i++) {
      client.talk("get k" + i + ":x\r\n");
    }
    String told = client.talk("stats detail dump\r\n");
    assertEquals(PrefixCounts.PREFIXES_MAX + 1, told.split("\r\n").length);
    assertTrue(told.contains(line("k0", 1, 0, 0, 0)) && !told.contains("k400"), told);
    client.talk("get k0:y\r\n");
    assertTrue(client.talk("stats detail dump\r\n").contains(line("k0", 2, 0, 0, 0)));
  }

  /** Two workers of a server count each for itself, and are told together. */
  @Test
  void severalShardsAreToldTogether() {
    StatPrefixes both = client.statistics.prefixes();
    PrefixCounts other = both.another();
    client.talk("stats detail on\r\nget a:1 b:1\r\n");
    other.turn(true);
    assertEquals(0, other.size());
    client.talk("get b:1\r\n");
    tells(line("a", 1, 0, 0, 0) + line("b", 2, 0, 0, 0));
  }

  @Test
  void packetsTurnItOnAndOff() {
    byte[] on = request(0x10, 1, "detail on");
    byte[] off = request(0x10, 1, "detail off");
    byte[] get = request(0x09, 1, "a:1");
    assertEquals(48, client.talk(new String(all(on, get, off, get), ISO_8859_1)).length());
    String unknown = client.talk(new String(request(0x10, 1, "detail of"), ISO_8859_1));
    assertTrue(unknown.endsWith("Not found"), unknown);
    String dump = client.talk(new String(request(0x10, 1, "detail dump"), ISO_8859_1));
    assertTrue(dump.contains("detailedPREFIX a get 1 hit 0 set 0 del 0"), dump);
    client.leave();
    tells(line("a", 1, 0, 0, 0));
  }
}
