package io.gannet.server.config;

import static io.gannet.server.config.Rows.MIB;
import static io.gannet.server.config.Rows.TABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private static Configuration of(Given... given) {
    return new Configuration(TABLE, List.of(given));
  }

  private static Given line(Option option, String text) {
    return Given.line(option, text, "gannet.toml", 3);
  }

  private static String messageFor(Given given) {
    return assertThrows(ConfigurationException.class, () -> of(given)).getMessage();
  }

  @Test
  void defaultsAreReadLikeAnyValue() {
    Configuration configuration = of();
    assertEquals(1, configuration.number(Rows.WORKERS));
    assertEquals(64 * MIB, configuration.number(Rows.MEMORY));
    assertEquals("127.0.0.1", configuration.text(Rows.HOST));
    assertEquals("auto", configuration.text(Rows.PAGES));
    assertTrue(configuration.on(Rows.WARM_UP));
    assertFalse(configuration.isSet(Rows.WORKERS));
    assertEquals(Origin.DEFAULT, configuration.setting(Rows.WORKERS).origin());
  }

  @Test
  void flagsWinOverTheFileAndTheFileOverDefaultsInWhateverOrder() {
    Given file = line(Rows.WORKERS, "2");
    Given flag = Given.flag(Rows.WORKERS, "3");
    assertEquals(2, of(file).number(Rows.WORKERS));
    assertEquals(3, of(file, flag).number(Rows.WORKERS));
    assertEquals(3, of(flag, file).number(Rows.WORKERS));
    assertEquals(Origin.FLAG, of(flag, file).setting(Rows.WORKERS).origin());
    Given variable = Given.variable(Rows.WORKERS, "4");
    assertEquals(4, of(variable, file).number(Rows.WORKERS));
    assertEquals(3, of(flag, variable, file).number(Rows.WORKERS));
    assertTrue(of(file).isSet(Rows.WORKERS));
  }

  @Test
  void theLaterOfTwoFlagsWins() {
    Given first = Given.flag(Rows.WORKERS, "2");
    assertEquals(3, of(first, Given.letter(Rows.WORKERS, "3")).number(Rows.WORKERS));
  }

  @Test
  void aBareNumberIsMibAfterTheLetterOnly() {
    assertEquals(64 * MIB, of(Given.letter(Rows.MEMORY, "64")).number(Rows.MEMORY));
    assertEquals(64 * MIB, of(Given.letter(Rows.MEMORY, "64m")).number(Rows.MEMORY));
    assertEquals(1L << 30, of(Given.letter(Rows.MEMORY, "1GiB")).number(Rows.MEMORY));
    assertEquals(1L << 30, of(Given.flag(Rows.MEMORY, "1073741824")).number(Rows.MEMORY));
    assertEquals("1GiB", of(Given.flag(Rows.MEMORY, "1073741824")).text(Rows.MEMORY));
  }

  @Test
  void aMessageNamesPlaceValueAndWhatIsAllowed() {
    assertEquals(
        "--workers: '65' is not allowed; it takes a whole number from 1 to 64",
        messageFor(Given.flag(Rows.WORKERS, "65")));
    assertEquals(
        "-t: 'many' is not allowed; it takes a whole number from 1 to 64",
        messageFor(Given.letter(Rows.WORKERS, "many")));
    assertEquals(
        "gannet.toml:3: pages: '4m' is not allowed; it takes one of auto, 2m",
        messageFor(line(Rows.PAGES, "4m")));
    assertEquals(
        "--memory: '64' is not allowed; it takes a size from 8MiB to 1TiB,"
            + " such as 512KiB, 64MiB or 1GiB",
        messageFor(Given.flag(Rows.MEMORY, "64")));
    assertEquals(
        "--limit: '-1' is not allowed; it takes a size of at least 0,"
            + " such as 512KiB, 64MiB or 1GiB",
        messageFor(Given.flag(Rows.LIMIT, "-1")));
    assertEquals(
        "--warm-up: 'yes' is not allowed; it takes true or false",
        messageFor(Given.flag(Rows.WARM_UP, "yes")));
  }

  @Test
  void aTimeCountsInTheOptionsUnitUnlessItNamesAnother() {
    assertEquals(30, of().number(Rows.IDLE));
    assertEquals(45, of(Given.flag(Rows.IDLE, "45")).number(Rows.IDLE));
    assertEquals(120, of(Given.flag(Rows.IDLE, "2m")).number(Rows.IDLE));
    assertEquals("120s", of(Given.flag(Rows.IDLE, "2m")).text(Rows.IDLE));
    assertEquals(3, of(Given.flag(Rows.IDLE, "3000ms")).number(Rows.IDLE));
    assertEquals(500_000, of(Given.flag(Rows.SPIN, "500ms")).number(Rows.SPIN));
    for (String wrong : List.of("1500ms", "1w", "s", "-1", "1.5s", "2d", "9999999999999999s")) {
      assertEquals(
          "--idle: '" + wrong + "' is not allowed; it takes a time from 0s to 86400s, such as"
              + " 500ms, 30s or 2m",
          messageFor(Given.flag(Rows.IDLE, wrong)));
    }
  }

  @Test
  void aWordMayStandInAValuesPlace() {
    assertTrue(of().isWord(Rows.SPIN));
    assertEquals(-1, of().number(Rows.SPIN));
    assertFalse(of(Given.flag(Rows.SPIN, "50")).isWord(Rows.SPIN));
    assertTrue(messageFor(Given.flag(Rows.SPIN, "never")).endsWith("30s or 2m; or auto"));
  }

  @Test
  void aDecimalHasThreePlacesAndNoExponent() {
    assertEquals(1250, of().number(Rows.FACTOR));
    assertEquals("1.5", of(Given.flag(Rows.FACTOR, "1.500")).text(Rows.FACTOR));
    assertEquals("2", of(Given.flag(Rows.FACTOR, "2")).text(Rows.FACTOR));
    for (String wrong : List.of("1", "5", "1.0201", "NaN", "2e0", "x", "")) {
      assertEquals(
          "--factor: '" + wrong + "' is not allowed; it takes a number from 1.02 to 4, with three"
              + " decimals at most",
          messageFor(Given.flag(Rows.FACTOR, wrong)));
    }
  }

  @Test
  void cpusAreAList() {
    assertEquals("", of().text(Rows.CPUS));
    assertEquals("0,2-3", of(Given.flag(Rows.CPUS, "0,2-3")).text(Rows.CPUS));
    for (String wrong : List.of("a", "3-2", "0,", "-1", "1024")) {
      assertEquals(
          "--cpus: '" + wrong + "' is not allowed; it takes a list such as 0 or 0,2-3",
          messageFor(Given.flag(Rows.CPUS, wrong)));
    }
  }

  @Test
  void whereAValueWasWrittenIsKnown() {
    assertEquals("--workers", of(Given.flag(Rows.WORKERS, "3")).setting(Rows.WORKERS).source());
    assertEquals("-t", of(Given.letter(Rows.WORKERS, "3")).setting(Rows.WORKERS).source());
    assertEquals("gannet.toml:3", of(line(Rows.WORKERS, "3")).setting(Rows.WORKERS).source());
    Given variable = Given.variable(Rows.WORKERS, "3");
    assertEquals("GANNET_WORKERS", of(variable).setting(Rows.WORKERS).source());
  }

  @Test
  void rangesIncludeTheirEnds() {
    assertEquals(1, of(Given.flag(Rows.WORKERS, "1")).number(Rows.WORKERS));
    assertEquals(64, of(Given.flag(Rows.WORKERS, "64")).number(Rows.WORKERS));
    messageFor(Given.flag(Rows.WORKERS, "0"));
    messageFor(Given.flag(Rows.WORKERS, ""));
  }

  @Test
  void anOptionThatNoRoomDeclaresIsAMistakeOfOurs() {
    Option stray = Option.number("stray", "1", 1, 2, "None's.");
    assertThrows(IllegalArgumentException.class, () -> of().number(stray));
    OptionGroup twice = new OptionGroup("Twice", List.of(stray, stray));
    assertThrows(IllegalArgumentException.class, () -> new OptionTable(List.of(twice)));
    Option sameLetter = stray.shortName("t");
    OptionGroup letters = new OptionGroup("Letters", List.of(Rows.WORKERS, sameLetter));
    assertThrows(IllegalArgumentException.class, () -> new OptionTable(List.of(letters)));
  }
}
