package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.Packets.all;
import static io.gannet.engine.protocol.memcache.binary.Packets.count;
import static io.gannet.engine.protocol.memcache.binary.Packets.request;
import static io.gannet.engine.protocol.memcache.binary.Packets.store;
import static io.gannet.engine.protocol.memcache.binary.Packets.touch;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.protocol.memcache.binary.Packets;
import io.gannet.engine.store.Key;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryEncodingTest {
  private static final byte[] NO_EXTRAS = {};
  private static final int LARGE = 100_000;

  private final Harness client = new Harness();

  /** What is replied: status, opaque and value of each packet. */
  private List<String> talk(byte[]... packets) {
    List<String> said = new ArrayList<>();
    for (String line : whole(packets)) {
      said.add(line.replaceAll("81 .. type=0 status=(..) opaque=(\\S+) .*value=", "$1 $2 "));
    }
    return said;
  }

  private List<String> whole(byte[]... packets) {
    String replies = client.talk(new String(all(packets), ISO_8859_1));
    return Packets.told(replies.getBytes(ISO_8859_1), cas -> cas == 0 ? "0" : "some");
  }

  @Test
  void aValueIsToldWithFlagsTokenAndKey() {
    assertEquals(
        List.of(
            "81 01 type=0 status=00 opaque=1 cas=some extras= key= value=",
            "81 00 type=0 status=00 opaque=2 cas=some extras=deadbeef key= value=vv",
            "81 0d type=0 status=00 opaque=3 cas=some extras=deadbeef key=a value=vv",
            "81 24 type=0 status=00 opaque=4 cas=some extras=deadbeef key=a value=vv",
            "81 1c type=0 status=00 opaque=5 cas=some extras=deadbeef key= value="),
        whole(
            store(0x01, 1, 0, 0xdeadbeef, 0, "a", "vv"),
            request(0x00, 2, "a"),
            request(0x0d, 3, "a"),
            touch(0x24, 4, 0, "a"),
            touch(0x1c, 5, 0, "a")));
  }

  @Test
  void aMissIsToldUnlessItWasAskedForQuietly() {
    assertEquals(
        List.of(
            "81 00 type=0 status=01 opaque=1 cas=0 extras= key= value=Not found",
            "81 0c type=0 status=01 opaque=3 cas=0 extras= key=a value=",
            "81 1d type=0 status=01 opaque=5 cas=0 extras= key= value=Not found",
            "81 23 type=0 status=01 opaque=7 cas=0 extras= key=a value=",
            "81 1c type=0 status=01 opaque=9 cas=0 extras= key= value=Not found",
            "81 0a type=0 status=00 opaque=a cas=0 extras= key= value="),
        whole(
            request(0x00, 1, "a"), request(0x09, 2, "a"),
            request(0x0c, 3, "a"), request(0x0d, 4, "a"),
            touch(0x1d, 5, 0, "a"), touch(0x1e, 6, 0, "a"),
            touch(0x23, 7, 0, "a"), touch(0x24, 8, 0, "a"),
            touch(0x1c, 9, 0, "a"), request(0x0a, 10, "")));
  }

  @Test
  void quietRequestsTellOnlyWhatGoesWrong() {
    assertEquals(
        List.of("02 2 Data exists for key.", "01 4 Not found", "05 7 Not stored.",
            "01 9 Not found", "06 b Non-numeric server-side value for incr or decr",
            "01 d Not found", "00 f "),
        talk(
            store(0x12, 1, 0, 0, 0, "a", "x"), store(0x12, 2, 0, 0, 0, "a", "y"),
            store(0x13, 3, 0, 0, 0, "a", "z"), store(0x13, 4, 0, 0, 0, "b", "z"),
            store(0x11, 5, 0, 0, 0, "n", "5"),
            request(0x19, 6, 0, NO_EXTRAS, "a", "z"), request(0x1a, 7, 0, NO_EXTRAS, "b", "z"),
            request(0x14, 8, "a"), request(0x14, 9, "a"),
            store(0x11, 10, 0, 0, 0, "a", "x"), count(0x15, 11, 0, 1, 0, 0, "a"),
            count(0x16, 12, 0, 1, 0, 0, "n"), count(0x16, 13, 0, 1, 0, -1, "m"),
            touch(0x18, 14, 0, ""), request(0x0a, 15, "")));
  }

  @Test
  void aNumberIsMadeIfItsExptimeLetsIt() {
    assertEquals(
        List.of("01 1 Not found", "00 2 7", "00 3 18", "00 4 0", "00 5 18446744073709551615",
            "00 6 1"),
        talk(
            count(0x05, 1, 0, 1, 7, -1, "n"), count(0x05, 2, 0, 1, 7, 0, "n"),
            count(0x05, 3, 0, 11, 7, -1, "n"), count(0x06, 4, 0, 100, 7, 0, "n"),
            count(0x06, 5, 0, 1, -1, 5, "m"), count(0x05, 6, 0, 2, 0, 0, "m")));
    client.advanceSec(5);
    assertEquals(List.of("01 1 Not found"), talk(request(0x00, 1, "m")));
  }

  @Test
  void aTokenIsGoodForOneChange() {
    String stored = client.talk(new String(store(0x01, 1, 0, 0, 0, "n", "5"), ISO_8859_1));
    long token = ByteBuffer.wrap(stored.getBytes(ISO_8859_1)).getLong(16);
    assertEquals(client.store.cas(client.store.find(key("n"))), token);
    assertEquals(
        List.of("02 1 Data exists for key.", "02 2 Data exists for key.",
            "02 3 Data exists for key.", "02 4 Data exists for key.", "01 5 Not found", "00 6 6",
            "02 7 Data exists for key.", "00 8 6"),
        talk(
            store(0x01, 1, token + 1, 0, 0, "n", "6"),
            request(0x0e, 2, token + 1, NO_EXTRAS, "n", "6"),
            request(0x04, 3, token + 1, NO_EXTRAS, "n", ""),
            count(0x05, 4, token + 1, 1, 0, 0, "n"),
            store(0x02, 5, token, 0, 0, "other", "6"),
            count(0x05, 6, token, 1, 0, 0, "n"),
            store(0x01, 7, token, 0, 0, "n", "7"),
            request(0x00, 8, "n")));
  }

  private Key key(String name) {
    Key key = new Key().set(Arena.ofAuto().allocateFrom(name), 0, name.length());
    client.store.hash(key);
    return key;
  }

  @Test
  void whatIsTooLargeIsRefusedItsBodyIgnored() {
    String tooLarge = "v".repeat(Harness.ITEM_BYTES_MAX + 1);
    assertEquals(
        List.of("00 1 ", "03 2 Too large.", "01 3 Not found", "03 4 Too large.",
            "03 5 Too large.", "00 6 "),
        talk(
            store(0x01, 1, 0, 0, 0, "a", "old"),
            store(0x11, 2, 0, 0, 0, "a", tooLarge),
            request(0x00, 3, "a"),
            store(0x02, 4, 0, 0, 0, "a", tooLarge),
            request(0x19, 5, 0, NO_EXTRAS, "a", tooLarge),
            request(0x0a, 6, "")));
    assertEquals(3, client.metrics.serverErrors.get());
  }

  @Test
  void whatHasNoEndIsTheEnd() {
    assertEquals(
        List.of("00 1 ", "04 2 Invalid arguments"),
        talk(request(0x0a, 1, ""), request(0x00, 2, ""), request(0x0a, 3, "")));
    assertTrue(client.closed);
    client.leave();
    assertEquals(List.of("00 1 "), talk(request(0x0a, 1, ""), "get a\r\n".getBytes(ISO_8859_1)));
    assertTrue(client.closed);
    assertEquals(1, client.metrics.foreign.get());
    assertEquals(1, client.metrics.clientErrors.get());
  }

  @Test
  void anUnknownOpcodeIsNotTheEnd() {
    assertEquals(
        List.of("81 1", "81 2", "81 3", "81 4", "00 5"),
        talk(
            request(0x77, 1, 0, new byte[4], "key", "value"), request(0x20, 2, ""),
            request(0x22, 3, 0, NO_EXTRAS, "PLAIN", "x"),
            request(0x1b, 4, 0, new byte[4], "", ""), request(0x0a, 5, "")).stream()
            .map(line -> line.substring(0, 4)).toList());
    assertFalse(client.closed);
  }

  @Test
  void quitIsAnsweredUnlessItIsQuiet() {
    assertEquals(List.of("00 1 "), talk(request(0x07, 1, ""), request(0x0a, 2, "")));
    assertTrue(client.closed);
    client.leave();
    assertEquals(List.of(), talk(request(0x17, 1, ""), request(0x0a, 2, "")));
    assertTrue(client.closed);
  }

  @Test
  void figuresAreToldByNameAndEndWithNone() {
    client.statistics.section("items").add("items:1:number", Metric.Kind.GAUGE, () -> 7);
    assertEquals(
        List.of(
            "81 10 type=0 status=00 opaque=1 cas=0 extras= key=items:1:number value=7",
            "81 10 type=0 status=00 opaque=1 cas=0 extras= key= value=",
            "81 10 type=0 status=01 opaque=2 cas=0 extras= key= value=Not found",
            "81 10 type=0 status=00 opaque=3 cas=0 extras= key= value="),
        whole(request(0x10, 1, "items"), request(0x10, 2, "none"), request(0x10, 3, "reset")));
    List<String> general = whole(request(0x10, 4, ""));
    assertTrue(
        general.contains(
            "81 10 type=0 status=00 opaque=4 cas=0 extras= key=version value=1.6.18"));
    assertEquals(
        "81 10 type=0 status=00 opaque=4 cas=0 extras= key= value=", general.getLast());
  }

  @Test
  void versionIsText() {
    assertEquals(List.of("00 1 1.6.18"), talk(request(0x0b, 1, "")));
  }

  @Test
  void aFlushMayWait() {
    assertEquals(
        List.of("00 1 ", "00 2 ", "00 3 x"),
        talk(
            store(0x01, 1, 0, 0, 0, "a", "x"), touch(0x08, 2, 10, ""), request(0x00, 3, "a")));
    client.advanceSec(10);
    assertEquals(List.of("01 4 Not found"), talk(request(0x00, 4, "a")));
  }

  @Test
  void aLargeValueGoesToItsPlaceAndIsToldFromThere() {
    String value = "v".repeat(LARGE);
    byte[] set = store(0x01, 1, 0, 3, 0, "a", value);
    client.send(set, 40, 50_000);
    byte[] stored = client.replies().getBytes(ISO_8859_1);
    assertEquals(24, stored.length);
    assertEquals(List.of("00 2 " + value), talk(request(0x00, 2, "a")));
    client.send(store(0x12, 3, 0, 3, 0, "a", value), 40, 50_000);
    assertEquals(
        1, Packets.told(client.replies().getBytes(ISO_8859_1)).stream()
            .filter(line -> line.endsWith("value=Data exists for key.")).count());
  }

  @Test
  void bothProtocolsSpeakOfTheSameItems() {
    talk(store(0x01, 1, 0, 9, 0, "a", "x"));
    Harness other = new Harness(client);
    assertEquals("VALUE a 9 1\r\nx\r\nEND\r\nSTORED\r\n",
        other.talk("get a\r\nset b 4 0 1\r\ny\r\n"));
    assertEquals(
        "81 00 type=0 status=00 opaque=1 cas=some extras=00000004 key= value=y",
        whole(request(0x00, 1, "b")).getFirst());
  }

  /** The next client of the same place may speak the other. */
  @Test
  void whoComesNextDecidesAnew() {
    talk(request(0x0a, 1, ""));
    client.leave();
    assertEquals("VERSION 1.6.18\r\n", client.talk("version\r\n"));
    client.leave();
    assertEquals(List.of("00 1 "), talk(request(0x0a, 1, "")));
  }

  @Test
  void everyCommandIsCountedAsMemcachedDoes() {
    talk(
        store(0x01, 1, 0, 0, 0, "a", "5"), request(0x00, 2, "a"), request(0x09, 3, "b"),
        touch(0x1c, 4, 0, "a"), touch(0x1d, 5, 0, "b"), count(0x05, 6, 0, 1, 0, -1, "a"),
        count(0x05, 7, 0, 1, 0, -1, "b"), request(0x04, 8, "a"), request(0x04, 9, "a"),
        request(0x08, 10, ""));
    assertEquals(1, client.metrics.sets.get());
    assertEquals(2, client.metrics.gets.get());
    assertEquals(1, client.metrics.getHits.get());
    assertEquals(2, client.metrics.touches.get());
    assertEquals(1, client.metrics.touchHits.get());
    assertEquals(1, client.metrics.incrHits.get());
    assertEquals(1, client.metrics.incrMisses.get());
    assertEquals(1, client.metrics.deleteHits.get());
    assertEquals(1, client.metrics.deleteMisses.get());
    assertEquals(1, client.metrics.flushes.get());
    assertEquals(10, client.metrics.requests.get());
  }
}
