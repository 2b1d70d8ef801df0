package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static io.gannet.engine.protocol.memcache.binary.Packets.store;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.protocol.memcache.binary.Packets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strangers, in text and in packets: memcached 1.6.45's replies, as literals. */
class LoginTest {
  private static final String STRANGER = "CLIENT_ERROR unauthenticated\r\n";
  private static final String NOBODY = "CLIENT_ERROR authentication failure\r\n";
  private static final String LOGIN = "set any 0 0 7\r\nfoo bar\r\n";
  private static final byte[] NO_EXTRAS = {};

  private final Users users = new Users(List.of("foo:bar"));
  private final Harness client = Harness.admitting(
      new Admittance(Grants.NONE, true, true, Admittance.Dialects.AUTO, users));

  private void isRefused(String request, String reply) {
    assertEquals(reply, client.talk(request), request);
    assertFalse(client.closed, request);
  }

  @Test
  void aStrangerIsToldSoOnceALineAndNothingIsCarriedOut() {
    isRefused("get a\r\n", STRANGER);
    isRefused("get a b c d\r\ngats 0 a b\r\n", STRANGER.repeat(2));
    isRefused("add a 0 0 1\r\nx\r\nmg a v\r\nms a 1\r\nx\r\n", STRANGER.repeat(3));
    isRefused("flush_all\r\nversion\r\nstats\r\nset\r\nno such thing\r\n", STRANGER.repeat(5));
    isRefused("delete a noreply\r\n", STRANGER);
    isRefused("set a 0 0 100000\r\n", "CLIENT_ERROR auth token too long\r\n");
    isRefused("set a 0 0 5\r\nwords\r\n", "CLIENT_ERROR bad authentication token format\r\n");
    isRefused("set a 0 0 3\r\na b..", "CLIENT_ERROR bad command line termination\r\n");
    assertEquals(0, client.metrics.sets.get() + client.metrics.gets.get());
    assertEquals(0, client.metrics.flushes.get() + client.metrics.logins.get());
    assertEquals("STORED\r\nEND\r\n", client.talk(LOGIN + "get any\r\n"));
  }

  @Test
  void whatComesBehindALoginIsRunHoweverItIsCut() {
    byte[] bytes = (LOGIN + LOGIN + "get any\r\n").getBytes(ISO_8859_1);
    String replies = "STORED\r\nSTORED\r\nVALUE any 0 7\r\nfoo bar\r\nEND\r\n";
    for (int cut = 1; cut < bytes.length; cut++) {
      client.leave();
      client.talk("");
      assertEquals(replies, client.send(bytes, cut).replies(), "cut at " + cut);
    }
  }

  @Test
  void anyOtherConversationHasToSayWhoItIsAgain() {
    assertEquals("STORED\r\n", client.talk(LOGIN));
    assertEquals(STRANGER, new Harness(client).talk("get any\r\n"));
    client.leave();
    assertEquals(STRANGER, client.talk("get any\r\n"));
  }

  @Test
  void guessesAreCountedAndFew() {
    String guess = "set any 0 0 7\r\nfoo baz\r\n";
    assertEquals(NOBODY.repeat(Login.TRIES_MAX), client.talk(guess.repeat(5) + LOGIN));
    assertTrue(client.closed);
    assertEquals(Login.TRIES_MAX, client.metrics.failedLogins.get());
    assertEquals(Login.TRIES_MAX, client.metrics.logins.get());
    Harness other = new Harness(client);
    assertEquals("STORED\r\nEND\r\n", other.talk(LOGIN + "get a\r\n"));
    assertEquals(Login.TRIES_MAX + 1, client.metrics.logins.get());
    client.leave();
    assertEquals(NOBODY + "STORED\r\n", client.talk(guess + LOGIN));
  }

  @Test
  void usersMayChangeWhileItServes() {
    users.replace(List.of("foo:new"));
    assertEquals(NOBODY, client.talk(LOGIN));
    assertEquals("STORED\r\n", client.talk("set any 0 0 7\r\nfoo new\r\n"));
  }

  @Test
  void aRefusalThatFindsNoRoomIsNoGuess() {
    for (int i = 0; i < 50; i++) {
      client.leave();
      client.unruly(new Random(i));
      client.talk("");
      client.out.rule(client.random, 0.5);
      client.send(("set any 0 0 7\r\nfoo baz\r\n" + LOGIN + "get a\r\n").getBytes(ISO_8859_1));
      assertEquals(NOBODY + "STORED\r\nEND\r\n", client.replies(), "seed " + i);
    }
  }

  private List<String> packets(byte[]... packets) {
    String replies = client.talk(new String(all(packets), ISO_8859_1));
    return Packets.told(replies.getBytes(ISO_8859_1), cas -> cas == 0 ? "0" : "some").stream()
        .map(line -> line.replaceAll("81 (..) type=0 status=(..) .*value=", "$1 $2 "))
        .toList();
  }

  private static byte[] sasl(int opcode, String mechanism, String said) {
    return request(opcode, 1, 0, NO_EXTRAS, mechanism, said);
  }

  @Test
  void packetsSayWhoTheyAreBySaslPlain() {
    assertEquals(
        List.of("20 00 PLAIN", "0b 00 1.6.18", "21 20 Auth failure.", "21 20 Auth failure.",
            "21 00 Authenticated", "01 00 ", "21 00 Authenticated", "00 00 v"),
        packets(
            request(0x20, 1, ""), request(0x0b, 1, ""),
            sasl(0x21, "CRAM-MD5", "\0foo\0bar"), sasl(0x21, "PLAIN", "\0foo\0baz"),
            sasl(0x21, "PLAIN", "\0foo\0bar"), store(0x01, 1, 0, 0, 0, "a", "v"),
            sasl(0x21, "PLAIN", "foo\0foo\0bar"), request(0x00, 1, "a")));
    assertEquals(4, client.metrics.logins.get());
    assertEquals(2, client.metrics.failedLogins.get());
  }

  @Test
  void theyMayDoSoInTwoSteps() {
    assertEquals(List.of("22 20 Auth failure."), packets(sasl(0x22, "PLAIN", "\0foo\0bar")));
    assertEquals(
        List.of("21 21 ", "22 00 Authenticated", "0a 00 "),
        packets(
            sasl(0x21, "PLAIN", ""), sasl(0x22, "PLAIN", "\0foo\0bar"), request(0x0a, 1, "")));
  }

  @Test
  void aPacketOfAStrangerIsItsLast() {
    assertEquals(
        List.of("01 20 Auth failure."),
        packets(store(0x01, 1, 0, 0, 0, "a", "v"), request(0x0b, 1, "")));
    assertTrue(client.closed);
    assertEquals(0, client.metrics.sets.get());
    client.leave();
    for (String said : new String[] {"", "x", "\0", "\0\0", "\0foo", "foo\0bar", "\0foo\0"}) {
      String whole = said.isEmpty() ? "x" : said;
      assertEquals(List.of("21 20 Auth failure."), packets(sasl(0x21, "PLAIN", whole)), said);
      client.leave();
    }
    assertEquals(
        List.of("21 04 Invalid arguments"), packets(sasl(0x21, "PLAIN", "x".repeat(4000))));
  }

  @Test
  void whereAnyoneMaySaslIsUnknown() {
    Harness open = new Harness();
    String reply = open.talk(new String(sasl(0x21, "PLAIN", "\0foo\0bar"), ISO_8859_1));
    assertTrue(reply.endsWith("Unknown command"), reply);
  }
}
