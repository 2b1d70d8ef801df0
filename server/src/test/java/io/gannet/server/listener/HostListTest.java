package io.gannet.server.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {
  private static List<String> parse(String text) {
    return HostList.parse(text, 11211).stream()
        .map(one -> one.address().getHostAddress() + " " + one.port())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1 11211",
    "127.0.0.1:7000, 127.0.0.1 7000",
    "127.0.0.1:0, 127.0.0.1 0",
    "::1, 0:0:0:0:0:0:0:1 11211",
    "[::1], 0:0:0:0:0:0:0:1 11211",
    "[::1]:7000, 0:0:0:0:0:0:0:1 7000",
    "fe80::7000, fe80:0:0:0:0:0:0:7000 11211",
  })
  void theColonsOfAnIpv6AddressAreItsOwn(String text, String address) {
    assertEquals(List.of(address), parse(text));
  }

  @Test
  void severalAreSetOffByCommasAndNoneIsThereTwice() {
    assertEquals(
        List.of("127.0.0.1 11211", "0:0:0:0:0:0:0:1 11211", "127.0.0.1 7000"),
        parse("127.0.0.1, ::1,127.0.0.1:7000,127.0.0.1:11211,[::1]:11211"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "127.0.0.1,", ":7000", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "[]:1"})
  void whatNamesNoHostOrNoPortIsRefused(String text) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
    assertTrue(told.startsWith("--host: "), told);
  }
}
