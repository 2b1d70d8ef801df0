package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * What becomes of the data block behind a line that is wrong, and of what is no line of memcached's:
 * the replies of memcached 1.6.45, as literals.
 */
class BadStoreTest {
  private static final String BAD_LINE = "CLIENT_ERROR bad command line format\r\n";
  private static final String HIT = "VALUE a 0 1\r\nx\r\nEND\r\n";
  private static final String BLOCK = "flush_all\r\n";

  private final Harness client = new Harness();

  /** With a block of commands: whatever is wrong with the line, they are not run. */
  private void isSwallowed(String line, String reply) {
    client.afresh().talk("set a 0 0 1\r\nx\r\n");
    assertEquals(reply + HIT, client.talk(line + "\r\n" + BLOCK + "get a\r\n"), line);
    assertEquals(0, client.metrics.flushes.get() - flushesOfAfresh(), line);
    byte[] bytes = Conversations.bytes(line + "\r\n" + BLOCK + "get a\r\n");
    for (int cut = 1; cut < bytes.length; cut++) {
      client.out.rule(null, 0);
      assertEquals(reply + HIT, client.send(bytes, cut).replies(), line + ", cut at " + cut);
    }
  }

  private long flushes;

  private long flushesOfAfresh() {
    return ++flushes;
  }

  @Test
  void theBlockOfABadStorageLineIsNotRun() {
    String longKey = "k".repeat(251);
    isSwallowed("set " + longKey + " 0 0 9", BAD_LINE);
    isSwallowed("add " + longKey + " 0 0 9", BAD_LINE);
    isSwallowed("cas a 0 0 9", BAD_LINE);
    isSwallowed("cas a 0 0 9 token", BAD_LINE);
    isSwallowed("set a x 0 9", BAD_LINE);
    isSwallowed("set a -1 0 9", BAD_LINE);
    isSwallowed("set a 4294967296 0 9", BAD_LINE);
    isSwallowed("set a 0 x 9", BAD_LINE);
    isSwallowed("append a x y 9", BAD_LINE);
    isSwallowed("set " + longKey + " 0 0 9 noreply", "");
    isSwallowed("cas a 0 0 9 noreply", "");
  }

  @Test
  void theBlockOfABadLineIsIgnoredHoweverLongItIs() {
    String block = "flush_all\r\n".repeat(100_000);
    String line = "set " + "k".repeat(251) + " 0 0 " + (block.length() - 2) + "\r\n";
    client.talk("set a 0 0 1\r\nx\r\n");
    client.out.rule(null, 0);
    client.send(Conversations.bytes(line + block + "get a\r\n"), 5, 400, 70_000, 500_000);
    assertEquals(BAD_LINE + HIT, client.replies());
  }

  @Test
  void wordsInExcessMeanNothing() {
    assertEquals("STORED\r\n" + HIT, client.talk("set a 0 0 1 x y z\r\nx\r\nget a\r\n"));
    String more = " x".repeat(20);
    assertEquals(HIT, client.talk("set a 0 0 1" + more + " noreply\r\nx\r\nget a\r\n"));
  }

  /** No length is known, so nothing can be ignored. */
  @Test
  void aLineWithoutALengthAnnouncesNoBlock() {
    for (String line : new String[] {"set a 0 0", "set a 0 0 x", "set a 0 0 -1", "cas a 0 0",
        "set a 0 0 2147483646", "set a 0 0 4294967296"}) {
      assertEquals(BAD_LINE + "VERSION 1.6.18\r\n", client.talk(line + "\r\nversion\r\n"), line);
    }
    assertEquals(BAD_LINE, client.talk("set a 0 0 x noreply\r\n"));
  }

  @Test
  void whatIsPlainlyAnotherProtocolIsClosedAtItsFirstLine() {
    for (String said :
        new String[] {
          "POST / HTTP/1.1\r\n", "GET /index.html HTTP/1.0\r\n", "PRI * HTTP/2.0\r\n",
          "OPTIONS * HTTP/1.1\n", "\u0016\u0003\u0001\u0002", "\u0016\u0003\u0001\r\n",
          "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n"
        }) {
      String all = said + "Host: x\r\n\r\nflush_all\r\nset a 0 0 1\r\nx\r\n";
      byte[] bytes = Conversations.bytes(all);
      for (int cut = 1; cut < bytes.length; cut++) {
        client.afresh().leave();
        client.send(bytes, cut);
        assertEquals("", client.replies(), said);
        assertTrue(client.closed, said);
      }
      assertEquals("END\r\n", client.afresh().talk("get a\r\n"));
    }
    assertTrue(client.metrics.foreign.get() > 0);
    assertEquals(0, client.metrics.hopeless.get());
  }

  @Test
  void whatMemcachedAnswersIsAnswered() {
    String[] lines = {
      "*", "*x", "* 3", "$3", "HTTP/1.1", "GET / FTP/1.1", "\u0016", "\u0016x", "x\u0080", "PING"
    };
    for (String line : lines) {
      assertEquals("ERROR\r\n", client.talk(line + "\r\n"), line);
    }
    assertEquals("END\r\n", client.talk("get / HTTP/1.1\r\n"));
    assertFalse(client.closed);
  }

  /** What is left of a block that was too long may look like it. */
  @Test
  void anArrayIsAnsweredOnceItIsKnownWhatTheClientSpeaks() {
    String version = "VERSION 1.6.18\r\n";
    byte[] said = Conversations.bytes("version\r\n*3\r\nversion\r\n*5 \r\n");
    for (int cut = 1; cut < said.length; cut++) {
      client.afresh().send(said, cut);
      assertEquals(version + "ERROR\r\n" + version + "ERROR\r\n", client.replies());
      assertFalse(client.closed);
    }
    assertEquals(
        "CLIENT_ERROR bad data chunk\r\nERROR\r\n", client.talk("set a 0 0 2\r\n 5?6*5 \r\n"));
  }
}
