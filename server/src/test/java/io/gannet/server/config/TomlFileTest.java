package io.gannet.server.config;

import static io.gannet.server.config.Rows.TABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomlFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("g.toml"), text);
  }

  private Configuration read(String text) throws IOException {
    return new Configuration(TABLE, TomlFile.read(file(text), TABLE));
  }

  private String messageFor(String text) throws IOException {
    Path file = file(text);
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> new Configuration(TABLE, TomlFile.read(file, TABLE)))
            .getMessage();
    return message.replace(folder + "/", "");
  }

  @Test
  void everyTypeIsRead() throws IOException {
    Configuration read =
        read(
            """
            # a comment
            workers = 4
            memory = "1GiB"
            limit = 4096
            host = "::1"
            pages = "2m"
            warm-up = false
            idle = "2m"
            spin = 7
            factor = 1.5
            cpus = "0-1"
            """);
    assertEquals(4, read.number(Rows.WORKERS));
    assertEquals(1L << 30, read.number(Rows.MEMORY));
    assertEquals(4096, read.number(Rows.LIMIT));
    assertEquals("::1", read.text(Rows.HOST));
    assertEquals("2m", read.text(Rows.PAGES));
    assertEquals(120, read.number(Rows.IDLE));
    assertEquals(7, read.number(Rows.SPIN));
    assertEquals(1500, read.number(Rows.FACTOR));
    assertEquals("0-1", read.text(Rows.CPUS));
    assertEquals(Origin.FILE, read.setting(Rows.WARM_UP).origin());
  }

  @Test
  void anUnknownNameIsToldWithItsLineAndTheNearestOne() throws IOException {
    assertEquals(
        "g.toml:2: unknown option 'worker'; did you mean workers?",
        messageFor("limit = 1\nworker = 2\n"));
    assertEquals("g.toml:1: unknown option 'frobnicate'", messageFor("frobnicate = 2\n"));
    assertEquals("g.toml:1: unknown option 'server'", messageFor("[server]\nworkers = 2\n"));
  }

  @Test
  void aValueOfTheWrongKindIsToldHowItIsWritten() throws IOException {
    assertEquals(
        "g.toml:1: workers is written as a whole number without quotes: workers = 1",
        messageFor("workers = \"2\"\n"));
    assertEquals(
        "g.toml:1: warm-up is written as true or false without quotes: warm-up = true",
        messageFor("warm-up = \"no\"\n"));
    assertEquals(
        "g.toml:1: memory is written as a string with a unit: memory = \"64MiB\"",
        messageFor("memory = 1.5\n"));
    assertTrue(messageFor("host = 1\n").startsWith("g.toml:1: host is written as a string"));
    assertTrue(messageFor("pages = [1]\n").startsWith("g.toml:1: pages is written as a string"));
  }

  @Test
  void aValueOutOfRangeIsToldWithItsLine() throws IOException {
    assertEquals(
        "g.toml:3: workers: '99' is not allowed; it takes a whole number from 1 to 64",
        messageFor("\n\nworkers = 99\n"));
  }

  @Test
  void everyMistakeIsToldAtOnce() throws IOException {
    assertEquals(2, messageFor("wrokers = 1\nmemroy = 2\n").lines().count());
  }

  @Test
  void brokenTomlIsToldWithItsLine() throws IOException {
    assertTrue(messageFor("workers = 1\nhost = \"open\n").startsWith("g.toml:2: "));
    assertTrue(messageFor("workers = 1\nworkers = 2\n").startsWith("g.toml:2: "));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path missing = folder.resolve("missing.toml");
    String message =
        assertThrows(ConfigurationException.class, () -> TomlFile.read(missing, TABLE))
            .getMessage();
    assertEquals("cannot read " + missing + ": there is no such file", message);
    assertThrows(ConfigurationException.class, () -> TomlFile.read(folder, TABLE));
    Path latin = Files.write(folder.resolve("latin.toml"), new byte[] {'#', (byte) 0xe9});
    assertThrows(ConfigurationException.class, () -> TomlFile.read(latin, TABLE));
  }

  @Test
  void whatIsPrintedReadsBackAsTheSame() throws IOException {
    Configuration first =
        new Configuration(
            TABLE,
            List.of(
                Given.flag(Rows.HOST, "a \"b\" \\ c\td\u007f é"),
                Given.flag(Rows.MEMORY, "12345678"),
                Given.flag(Rows.IDLE, "5m"),
                Given.flag(Rows.FACTOR, "1.75"),
                Given.flag(Rows.CPUS, "0,2"),
                Given.flag(Rows.WARM_UP, "false")));
    Configuration again = read(first.toToml());
    for (Option option : TABLE.options()) {
      assertEquals(first.text(option), again.text(option));
      assertEquals(first.number(option), again.number(option));
    }
  }

  @Test
  void whatIsPrintedTellsHelpAndOrigin() throws IOException {
    String text = read("workers = 4\n").toToml();
    String place = "# file " + folder.resolve("g.toml") + ":1; default 1";
    assertTrue(text.contains("# Threads.\n" + place + "\nworkers = 4\n"), text);
    assertTrue(text.contains("# Items.\n# default\nmemory = \"64MiB\"\n"), text);
  }
}
