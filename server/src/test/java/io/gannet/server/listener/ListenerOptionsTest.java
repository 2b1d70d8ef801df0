package io.gannet.server.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerOptionsTest {
  private static final Option PORT = ListenerOptions.port(11211);

  /** Of words in pairs: a letter and what follows it. */
  private static List<String> addresses(String... words) {
    OptionTable table =
        new OptionTable(List.of(new OptionGroup("Network", ListenerOptions.all(PORT))));
    List<Given> given = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      String letter = words[i].substring(1);
      Option option =
          table.options().stream()
              .filter(one -> letter.equals(one.shortName()))
              .findFirst()
              .orElseThrow();
      given.add(Given.letter(option, words[i + 1]));
    }
    return ListenerOptions.from(new Configuration(table, given), PORT).addresses().stream()
        .map(ListenerOptionsTest::text)
        .toList();
  }

  private static String text(ListenAddress address) {
    return switch (address) {
      case ListenAddress.Tcp tcp -> tcp.host() + " " + tcp.port();
      case ListenAddress.Unix unix -> unix.path() + " " + Integer.toOctalString(unix.mode());
    };
  }

  @Test
  void aPortOfLoopbackIsTheDefault() {
    assertEquals(List.of("127.0.0.1 11211"), addresses());
    assertEquals(List.of("127.0.0.1 7000"), addresses("-p", "7000"));
  }

  @Test
  void aUnixSocketStandsAloneAsMemcachedsDoes() {
    assertEquals(List.of("/run/g 700"), addresses("-s", "/run/g"));
    assertEquals(List.of("/run/g 770"), addresses("-s", "/run/g", "-p", "7000", "-a", "0770"));
  }

  @Test
  void aHostBesideItAsksForAPortToo() {
    assertEquals(
        List.of("127.0.0.1 7000", "/run/g 700"),
        addresses("-s", "/run/g", "-l", "127.0.0.1", "-p", "7000"));
  }

  /** Debian's memcached.conf has one -l for each. */
  @Test
  void hostsThatAreGivenOneByOneAddUp() {
    assertEquals(
        List.of("127.0.0.1 11211", "::1 11211", "127.0.0.1 7000"),
        addresses("-l", "127.0.0.1", "-l", "::1,127.0.0.1:7000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rwx", "0888", "1777", "77777"})
  void aMaskIsOctalPermissions(String mask) {
    String told =
        assertThrows(
                IllegalArgumentException.class, () -> addresses("-s", "/run/g", "-a", mask))
            .getMessage();
    assertTrue(told.contains("octal"), told);
  }
}
