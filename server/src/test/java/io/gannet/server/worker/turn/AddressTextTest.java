package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
  private static String v6(byte[] address, int port) {
    byte[] text = new byte[AddressText.BYTES_MAX];
    ByteBuffer halves = ByteBuffer.wrap(address);
    long length =
        AddressText.putV6(
            MemorySegment.ofArray(text), 0, halves.getLong(), halves.getLong(), port);
    return new String(text, 0, (int) length, StandardCharsets.US_ASCII);
  }

  /** Those of RFC 5952, and the ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1",
        "2001:db8::1:0:0:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "fe80::a00:27ff:fe4e:66a1"
      })
  void theLongestRunOfZerosIsLeftOut(String address) throws UnknownHostException {
    // One group of zeros alone is written, RFC 5952, 4.2.2.
    String expected =
        switch (address) {
          case "1:2:3:4:5:6:7::" -> "1:2:3:4:5:6:7:0";
          case "::2:3:4:5:6:7:8" -> "0:2:3:4:5:6:7:8";
          default -> address;
        };
    byte[] bytes = InetAddress.getByName(address).getAddress();
    assertEquals("[" + expected + "]:65535", v6(bytes, 65535));
  }

  @Test
  void anyAddressIsReadAgainAsItself() throws UnknownHostException {
    Random random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      byte[] address = new byte[16];
      for (int group = 0; group < 8; group++) {
        if (random.nextBoolean()) {
          address[2 * group + 1] = (byte) random.nextInt();
          address[2 * group] = (byte) (random.nextBoolean() ? random.nextInt() : 0);
        }
      }
      String text = v6(address, 7);
      String bare = text.substring(1, text.lastIndexOf(']'));
      assertEquals(InetAddress.getByAddress(address), InetAddress.getByName(bare), text);
    }
  }
}
