package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class BenchCommandTest {
  private static final List<String> MODES =
      List.of("load", "search", "replay", "compare", "ceiling", "miss-ratio", "miss-table",
          "miss-clusters", "density", "pause", "hostile", "soak", "micro");

  private static void assertMisused(String message, String... words) {
    Words run = Words.bench(words);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("gannet: " + message), run.err());
    assertTrue(run.err().matches("(?s).*\ngannet: try: ./gannet bench.* --help\n"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void everyModeIsListedAndHasHelpWithExamples() {
    Words help = Words.bench("--help");
    assertEquals(0, help.code());
    for (String mode : MODES) {
      assertTrue(help.out().matches("(?s).*\n  " + mode + " +[A-Z][^\n]+\\.\n.*"), help.out());
    }
    String modes = help.out().replaceFirst("(?s).*\nModes:\n", "").replaceFirst("(?s)\n\n.*", "");
    assertEquals(MODES.size(), modes.lines().count(), "one line each: " + modes);
    for (String mode : MODES.subList(0, MODES.size() - 1)) {
      Words own = Words.bench(mode, "--help");
      assertEquals(0, own.code());
      assertTrue(own.out().startsWith("Usage: gannet bench " + mode + " [OPTIONS]"), own.out());
      assertTrue(own.out().contains("\nExamples:\n"), own.out());
      assertTrue(own.out().lines().allMatch(line -> line.length() <= 100), own.out());
      assertFalse(own.out().matches("(?s).*%[%n].*"), own.out()); // not escaped as picocli has it
      assertFalse(own.out().contains("${"), own.out());
    }
  }

  @Test
  void anUnknownOptionIsNamedWithItsNearest() {
    assertMisused(
        "unknown option --conections; did you mean --connections?\n", "load", "--conections", "3");
    assertMisused("unknown mode laod; there are load, ", "laod");
    assertMisused("which mode?\n");
  }

  @Test
  void badValuesSayWhatIsAllowed() {
    assertMisused("Invalid value for option '--rate': 'x' is no count", "load", "--rate", "x");
    assertMisused("Invalid value for option '--duration'", "load", "--duration", "5 parsecs");
    assertMisused("Invalid value for option '--cpus'", "load", "--cpus", "1-");
    assertMisused("mix: 110 percent in all; allowed: ", "load", "--mix", "get=90,set=20");
    assertMisused("--target: '70000' is no port", "load", "--target", "127.0.0.1:70000");
    assertMisused("--connections: 0 is less than 1", "load", "--connections", "0");
    assertMisused("--duration: nothing can be measured", "load", "--duration", "0");
    assertMisused("--trace: there is no file nowhere", "replay", "--trace", "nowhere");
    assertMisused("cachelib: cannot read nowhere", "load", "--cachelib", "nowhere");
    for (String option : List.of("--mix", "--value-size", "--popularity", "--key-size", "--ttl")) {
      assertMisused("--cachelib: says itself what " + option + " would", "load",
          "--cachelib", "nowhere", option, "1");
    }
    assertMisused("Missing required option: '--trace=FILE'", "replay");
  }

  @Test
  void filesThatCannotBeWrittenAreRefusedBeforeTheRun() {
    for (String mode : List.of("load", "search", "compare")) {
      assertMisused("no/where.json: there is no folder ", mode, "--json", "no/where.json");
    }
    for (String file : List.of("--json", "--svg", "--csv", "--html")) {
      assertMisused("no/where: there is no folder ", "miss-ratio", "-t", "x", file, "no/where");
    }
    assertMisused("/tmp is a folder; name a file", "compare", "--html", "/tmp");
  }

  @Test
  void aServerThatIsNotThereIsAFailureWithACure() {
    Words run = Words.bench("load", "--target", "127.0.0.1:1", "--duration", "1s");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("cannot connect to 127.0.0.1:1"), run.err());
    assertTrue(run.err().contains("cure: "), run.err());
  }

  @Test
  void theFirstWordNamesTheProgram() {
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), "bensh");
    assertEquals(2, code);
    assertTrue(err.toString().contains("bench, certify, doctor"), err.toString());
  }

  @Test
  void timesCountsAndCpusAreReadAsPeopleWriteThem() {
    assertEquals(Duration.ofMillis(1_500), new DurationWord().convert("1.5s"));
    assertEquals(Duration.ofMillis(250), new DurationWord().convert("250ms"));
    assertEquals(Duration.ofSeconds(5), new DurationWord().convert("5"));
    assertEquals(1_500_000, new CountWord().convert("1.5m"));
    assertEquals(20_000, new CountWord().convert("20k"));
    assertEquals(List.of(1, 3, 4, 5), new CpuListWord().convert("3-5,1"));
    assertThrows(TypeConversionException.class, () -> new CountWord().convert("-1"));
    assertThrows(TypeConversionException.class, () -> new CpuListWord().convert(""));
  }

  @Test
  void missingPartsOfAnAddressAreFilledIn() {
    assertEquals(new InetSocketAddress("127.0.0.1", 11211), address(""));
    assertEquals(new InetSocketAddress("127.0.0.1", 7000), address("7000"));
    assertEquals(new InetSocketAddress("127.0.0.1", 7000), address(":7000"));
    assertEquals(new InetSocketAddress("127.0.0.2", 11211), address("127.0.0.2"));
    assertEquals(new InetSocketAddress("::1", 7000), address("[::1]:7000"));
  }

  private static InetSocketAddress address(String text) {
    return HostPort.parse("--target", text, "127.0.0.1", 11211);
  }

  @Test
  void theWordsOfARunCanBeTypedAgain() {
    CommandWords.remember(List.of("bench", "load", "--mix", "get=90,set=10", "it's", ""));
    assertEquals("./gannet bench load --mix get=90,set=10 'it'\\''s' ''", CommandWords.text());
  }
}
