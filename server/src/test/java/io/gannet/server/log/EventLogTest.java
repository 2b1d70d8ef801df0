package io.gannet.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.123456Z");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("events");
  }

  private EventLog open(String... words) throws IOException {
    OptionTable table = new OptionTable(List.of(EventLog.OPTIONS));
    List<Given> given = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      given.add(Given.flag(table.option(words[i]), words[i + 1]));
    }
    return EventLog.open(new Configuration(table, given), new PrintStream(err, true, UTF_8));
  }

  @Test
  void aLineHasTimeLevelEventAndText() {
    EventLog log = EventLog.on(new PrintStream(err, true, UTF_8), () -> NOON);
    log.tell(Severity.WARN, "connections_rejected", "17 clients were refused");
    assertEquals(
        "2026-11-29T12:00:00.123Z warn connections_rejected 17 clients were refused\n",
        err.toString(UTF_8));
  }

  @Test
  void anObjectIsOneLineWhateverItsTextIs() throws IOException {
    try (EventLog log = open("log-file", file.toString(), "log-format", "json")) {
      log.tell(Severity.ERROR, "odd", "a \"quoted\"\nsecond line");
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(1, lines.size());
    Map<String, String> fields = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(lines.getFirst())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          fields.put(json.currentName(), json.getText());
        }
      }
    }
    Instant.parse(fields.remove("time"));
    assertEquals(
        Map.of("level", "error", "event", "odd", "text", "a \"quoted\"\nsecond line"), fields);
  }

  @Test
  void aFileThatWasMovedAwayIsOpenedAnewAndGrows() throws IOException {
    try (EventLog log = open("log-file", file.toString())) {
      log.tell(Severity.INFO, "first", "1");
      Path moved = Files.move(file, folder.resolve("moved"));
      log.tell(Severity.INFO, "second", "2");
      assertEquals(file, log.reopen().orElseThrow());
      log.tell(Severity.INFO, "third", "3");
      assertEquals(2, Files.readAllLines(moved).size());
    }
    try (EventLog log = open("log-file", file.toString())) {
      log.tell(Severity.INFO, "fourth", "4");
    }
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.getFirst().endsWith(" info third 3"), lines.toString());
    assertTrue(lines.getLast().endsWith(" info fourth 4"), lines.toString());
  }

  @Test
  void oneThatCannotBeOpenedAnewStays() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path there = gone.resolve("events");
    try (EventLog log = open("log-file", there.toString())) {
      Path moved = Files.move(there, folder.resolve("moved"));
      Files.delete(gone);
      log.reopen();
      log.tell(Severity.INFO, "after", "1");
      List<String> lines = Files.readAllLines(moved);
      assertTrue(lines.getFirst().contains(" error log_reopen this file stays: "), lines::toString);
      assertEquals(2, lines.size());
    }
  }

  @Test
  void withoutAFileItIsOnStderrWhichStaysOpen() throws IOException {
    EventLog log = open();
    log.close();
    log.tell(Severity.INFO, "after", "it was closed");
    assertTrue(err.toString(UTF_8).endsWith("after it was closed\n"), err.toString(UTF_8));
    assertTrue(log.reopen().isEmpty());
  }

  @Test
  void aFileThatCannotBeIsNone() {
    String nowhere = folder.resolve("no/where").toString();
    assertThrows(IOException.class, () -> open("log-file", nowhere).close());
  }
}
