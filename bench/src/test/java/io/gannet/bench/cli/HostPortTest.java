package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

class HostPortTest {
  private static final String IPV6_LOOPBACK = "0:0:0:0:0:0:0:1";

  private static InetSocketAddress parse(String text) {
    return HostPort.parse("--target", text, "127.0.0.1", 11211);
  }

  private static void assertIs(String host, int port, String text) {
    assertEquals(host, parse(text).getAddress().getHostAddress(), text);
    assertEquals(port, parse(text).getPort(), text);
  }

  @Test
  void whatIsMissingIsTheUsual() {
    assertIs("127.0.0.1", 11211, "");
    assertIs("127.0.0.1", 7000, "7000");
    assertIs("127.0.0.1", 7000, ":7000");
    assertIs("127.0.0.2", 11211, "127.0.0.2");
    assertIs("127.0.0.2", 7000, "127.0.0.2:7000");
  }

  @Test
  void theColonsOfAnIpv6AddressAreItsOwn() {
    assertIs(IPV6_LOOPBACK, 11211, "::1");
    assertIs(IPV6_LOOPBACK, 11211, "[::1]");
    assertIs(IPV6_LOOPBACK, 7000, "[::1]:7000");
    assertIs("fe80:0:0:0:0:0:0:7000", 11211, "fe80::7000");
  }

  @Test
  void aServerMayBeAtAUnixSocket() {
    for (String text : new String[] {"unix:/run/g.sock", "/run/g.sock"}) {
      assertEquals(UnixDomainSocketAddress.of("/run/g.sock"), server(text));
    }
    assertEquals(UnixDomainSocketAddress.of("g.sock"), server("unix:g.sock"));
    assertEquals(new InetSocketAddress("127.0.0.1", 7000), server("7000"));
    assertThrows(Misuse.class, () -> server("unix:"));
    assertThrows(Misuse.class, () -> server("unix:/" + "x".repeat(107)));
  }

  private static SocketAddress server(String text) {
    return HostPort.server("--target", text, "127.0.0.1", 11211);
  }

  @Test
  void whatIsNoPortIsRefused() {
    for (String text : new String[] {"127.0.0.1:0", "127.0.0.1:65536", "[::1]:x"}) {
      Misuse misuse = assertThrows(Misuse.class, () -> parse(text));
      assertTrue(misuse.getMessage().contains("is no port"), misuse.getMessage());
    }
  }
}
