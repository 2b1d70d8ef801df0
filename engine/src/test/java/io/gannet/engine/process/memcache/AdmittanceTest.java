package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static io.gannet.engine.protocol.memcache.binary.Packets.touch;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.memcache.Admittance.Dialects;
import org.junit.jupiter.api.Test;

/** What clients may not do, and in which encoding; and what memcached is tuned by. */
class AdmittanceTest {
  private static final String NOOP =
      new String(request(0x0a, 1, ""), ISO_8859_1);

  private static Harness of(boolean flushes, Dialects dialects) {
    return Harness.admitting(new Admittance(Grants.NONE, flushes, true, dialects, null));
  }

  @Test
  void nobodyForgetsAllWhereThatIsNotAllowed() {
    Harness client = of(false, Dialects.AUTO);
    String no = "CLIENT_ERROR flush_all not allowed\r\n";
    client.talk("set a 0 0 1\r\nx\r\n");
    assertEquals(no, client.talk("flush_all\r\nflush_all 0 noreply\r\n"));
    assertEquals(no + "VALUE a 0 1\r\nx\r\nEND\r\n", client.talk("flush_all 10\r\nget a\r\n"));
    client.leave();
    byte[] flushes = all(touch(0x08, 1, 0, ""), touch(0x18, 1, 0, ""), request(0x0a, 1, ""));
    String replies = client.talk(new String(flushes, ISO_8859_1));
    assertEquals(2, replies.split("Auth failure", -1).length - 1, replies);
    assertTrue(!client.closed && replies.length() > 3 * 24, replies);
  }

  @Test
  void textAloneRefusesPacketsAndPacketsAloneRefuseText() {
    Harness text = of(true, Dialects.ASCII);
    assertEquals("VERSION 1.6.18\r\n", text.talk("version\r\n"));
    text.leave();
    assertEquals("", text.talk(NOOP));
    assertTrue(text.closed);
    Harness packets = of(true, Dialects.BINARY);
    assertEquals(24, packets.talk(NOOP).length());
    packets.leave();
    assertEquals("", packets.talk("version\r\n"));
    assertTrue(packets.closed);
  }

  /** As a memcached that was started without the things that these are about. */
  @Test
  void whatTunesOtherStoresIsAnsweredAsByOneThatHasNothingToTune() {
    Harness client = new Harness();
    String bad = "CLIENT_ERROR bad command line format";
    String[][] exchanges = {
      {"slabs", "ERROR"}, {"slabs reassign 1", "ERROR"}, {"slabs nonsense 1 2", "ERROR"},
      {"slabs reassign 1 2", "CLIENT_ERROR slab reassignment disabled"},
      {"slabs automove", "ERROR"}, {"slabs automove 0", "OK"}, {"slabs automove 2", "OK"},
      {"slabs automove 3", "ERROR"}, {"slabs automove x", bad},
      {"slabs automove ratio 0.8", "OK"}, {"slabs automove freeratio .01", "OK"},
      {"slabs automove ratio", "ERROR"}, {"slabs automove ratio 1.2.3", "ERROR"},
      {"slabs automove window 30", "OK"}, {"slabs automove window x", bad},
      {"slabs automove window 2", "CLIENT_ERROR automove window too low or too high"},
      {"lru", "ERROR"}, {"lru mode flat", "ERROR"}, {"lru temp_ttl 60", "ERROR"},
      {"lru tune 10 20 0.5", "ERROR"}, {"lru tune 10 20 0.5 1", "OK"},
      {"lru tune 50 40 0.5 1", "ERROR hot and warm pcts must not exceed 80"},
      {"lru tune 10 20 0 1", "ERROR hot/warm age factors must be greater than 0"},
      {"lru tune 10 20 0.5 0.0", "ERROR hot/warm age factors must be greater than 0"},
      {"cache_memlimit", "ERROR"}, {"cache_memlimit x", "ERROR"},
      {"cache_memlimit 4", "MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m"},
      {"cache_memlimit 1000000001",
        "MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes"},
      {"cache_memlimit 128", "MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust"},
    };
    for (String[] exchange : exchanges) {
      assertEquals(exchange[1] + "\r\n", client.talk(exchange[0] + "\r\n"), exchange[0]);
    }
    assertEquals("", client.talk("slabs automove 1 noreply\r\ncache_memlimit 9 noreply\r\n"));
  }
}
