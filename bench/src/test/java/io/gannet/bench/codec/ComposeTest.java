package io.gannet.bench.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import org.junit.jupiter.api.Test;

/** What each protocol puts on the wire, letter for letter. */
class ComposeTest {
  private static final Ask GET = Wire.ask(Op.GET, 42, 5);
  private static final Ask SET = Wire.ask(Op.SET, 42, 5);
  private static final Ask DELETE = Wire.ask(Op.DELETE, 42, 5);
  private static final String VALUE = Wire.value(SET);

  @Test
  void memcachedIsClassicText() {
    Codec codec = Protocol.MEMCACHED.codec();
    assertEquals("get key:00000042\r\n", Wire.request(codec, GET));
    assertEquals("set key:00000042 0 0 5\r\n" + VALUE + "\r\n", Wire.request(codec, SET));
    assertEquals("delete key:00000042\r\n", Wire.request(codec, DELETE));
  }

  @Test
  void metaAsksForTheKeyToo() {
    Codec codec = Protocol.META.codec();
    assertEquals("mg key:00000042 k v\r\n", Wire.request(codec, GET));
    assertEquals("ms key:00000042 5\r\n" + VALUE + "\r\n", Wire.request(codec, SET));
    assertEquals("md key:00000042\r\n", Wire.request(codec, DELETE));
  }

  @Test
  void respIsArraysOfStrings() {
    Codec codec = Protocol.RESP.codec();
    String key = "$12\r\nkey:00000042\r\n";
    assertEquals("*2\r\n$3\r\nGET\r\n" + key, Wire.request(codec, GET));
    assertEquals(
        "*3\r\n$3\r\nSET\r\n" + key + "$5\r\n" + VALUE + "\r\n", Wire.request(codec, SET));
    assertEquals("*2\r\n$3\r\nDEL\r\n" + key, Wire.request(codec, DELETE));
  }

  @Test
  void packetsHaveTheirLengthsInFront() {
    Codec codec = Protocol.BINARY.codec();
    String rest = "\0\0\0\u002a" + "\0".repeat(8);
    String key = "key:00000042";
    assertEquals(
        "\u0080\u000c\0\u000c\0\0\0\0\0\0\0\u000c" + rest + key, Wire.request(codec, GET));
    assertEquals(
        "\u0080\u0001\0\u000c\u0008\0\0\0\0\0\0\u0019" + rest + "\0".repeat(8) + key + VALUE,
        Wire.request(codec, SET));
    assertEquals(
        "\u0080\u0004\0\u000c\0\0\0\0\0\0\0\u000c" + rest + key,
        Wire.request(codec, DELETE));
  }

  @Test
  void pingIsAPingWhateverIsAsked() {
    for (Ask ask : new Ask[] {GET, SET, DELETE}) {
      assertEquals("PING\r\n", Wire.request(Protocol.PING.codec(), ask));
    }
  }

  @Test
  void aDeadlineIsSentInSecondsAndAtMostThirtyDaysToMemcached() {
    Ask ask = Wire.ask(Op.SET, 42, 0);
    ask.ttlSec = 3600;
    assertEquals(
        "set key:00000042 0 3600 0\r\n\r\n", Wire.request(Protocol.MEMCACHED.codec(), ask));
    assertEquals("ms key:00000042 0 T3600\r\n\r\n", Wire.request(Protocol.META.codec(), ask));
    String resp = Wire.request(Protocol.RESP.codec(), ask);
    assertTrue(resp.startsWith("*5\r\n") && resp.endsWith("$2\r\nEX\r\n$4\r\n3600\r\n"), resp);
    ask.ttlSec = 31 * 24 * 3600;
    assertTrue(Wire.request(Protocol.MEMCACHED.codec(), ask).contains(" 2592000 "));
    assertTrue(Wire.request(Protocol.META.codec(), ask).contains(" T2592000\r"));
    assertTrue(Wire.request(Protocol.RESP.codec(), ask).contains("\r\n2678400\r\n"));
  }

  @Test
  void theLongestRequestFitsItsBound() {
    for (Protocol protocol : Protocol.values()) {
      for (Op op : Op.values()) {
        Ask ask = Wire.ask(op, -1, 1 << 20);
        ask.keyBytes = Keys.BYTES_MAX;
        ask.ttlSec = Integer.MAX_VALUE;
        // Wire gives no byte more than the bound: memory throws where it is passed.
        Wire.request(protocol.codec(), ask);
      }
    }
  }

  @Test
  void aValueIsAFunctionOfItsKeyAndPrintable() {
    String value = Wire.value(Wire.ask(Op.SET, 7, 3 * Values.POOL_BYTES));
    assertEquals(value, Wire.value(Wire.ask(Op.SET, 7, 3 * Values.POOL_BYTES)));
    assertEquals(value.substring(0, 100), Wire.value(Wire.ask(Op.SET, 7, 100)));
    assertTrue(value.chars().allMatch(letter -> letter > ' ' && letter <= '~'));
    assertTrue(!value.substring(0, 16).equals(Wire.value(Wire.ask(Op.SET, 8, 16))));
  }
}
