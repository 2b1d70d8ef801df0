package io.gannet.bench.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.ffi.memory.Policy;
import io.gannet.server.fit.Needs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final int COLUMNS = 80;

  @TempDir Path root;

  private static List<Diagnosis> here() {
    Host host = Host.here();
    Aim aim = new Aim(host.allowed(), true, 1L << 30, 1000);
    return Doctor.examine(host, aim, Doctor.checks());
  }

  private static String text(List<Diagnosis> diagnoses, boolean colours, boolean all) {
    Host host = Host.here();
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Aim aim = new Aim(host.allowed(), true, 1L << 30, 1000);
    new DoctorText(out, colours, all).write(HostSummary.of(host), aim, diagnoses);
    return text.toString();
  }

  @Test
  void idsAreUniqueAndPlain() {
    List<String> ids = Doctor.checks().stream().map(Check::id).toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
    ids.forEach(id -> assertTrue(id.matches("[a-z-]{3,18}"), id));
  }

  @Test
  void everyCheckAnswersOnAHostThatTellsNothing() throws IOException {
    Host silent = new Host(Files.createDirectory(root.resolve("x")), new MadeUpHost(root));
    MadeUpHost other = new MadeUpHost(root);
    for (Diagnosis diagnosis : Doctor.examine(silent, other.aim(), Doctor.checks())) {
      String found = diagnosis.finding().found();
      assertFalse(found.startsWith("not foreseen"), diagnosis.check().id() + ": " + found);
      assertNotEquals(Verdict.WRONG, diagnosis.verdict(), diagnosis.check().id());
    }
  }

  @Test
  void everyCheckAnswersOnThisHost() {
    for (Diagnosis diagnosis : here()) {
      String found = diagnosis.finding().found();
      assertFalse(found.startsWith("not foreseen"), diagnosis.check().id() + ": " + found);
      assertFalse(found.isBlank(), diagnosis.check().id());
    }
  }

  @Test
  void thisHostHasARingIfTheTestsOfTheServerRun() {
    RingProbe probe = new LiveProbes().ring(new Needs(0, Policy.OFF, 1000, false).ring(), 1000);
    assertTrue(probe.works(), probe.text() + " " + probe.cure());
  }

  @Test
  void aFileOfTheKernelIsReadWhole() {
    assertEquals(3, Host.here().numbers("/proc/sys/net/ipv4/tcp_rmem", 3).length);
  }

  @Test
  void anUnforeseenAnswerCostsOneCheckOnly() {
    Check odd = new Check("odd", Group.CPU, "odd", "none", (host, aim) -> {
      throw new IllegalStateException("oops");
    });
    Finding finding = odd.run(Host.here(), new MadeUpHost(root).aim());
    assertEquals(Verdict.UNKNOWN, finding.verdict());
    assertTrue(finding.found().contains("oops"), finding.found());
  }

  @Test
  void theReportKeepsTo80ColumnsButForCommands() {
    for (boolean all : new boolean[] {false, true}) {
      for (String line : text(here(), false, all).lines().toList()) {
        boolean command = line.startsWith(" ".repeat(11) + "do ");
        boolean oneWord = line.strip().indexOf(' ') < 0;
        assertTrue(line.length() <= COLUMNS || command || oneWord, line);
        assertEquals(line.stripTrailing(), line);
      }
    }
  }

  @Test
  void coloursAreForTerminals() {
    assertFalse(text(here(), false, true).contains("\033"));
    assertTrue(text(here(), true, true).contains("\033[32mOK"));
  }

  @Test
  void theSummaryCounts() {
    List<Diagnosis> diagnoses = here();
    Tally tally = Tally.of(diagnoses);
    assertEquals(diagnoses.size(),
        Arrays.stream(Verdict.values()).mapToInt(tally::of).sum());
    Check check = Doctor.checks().getFirst();
    Diagnosis ok = new Diagnosis(check, Finding.ok("fine"));
    Diagnosis wrong = new Diagnosis(check, Finding.wrong("bad", "much"));
    assertEquals("2 OK, 0 could be better, 1 wrong", Tally.of(List.of(ok, wrong, ok)).text());
  }

  @Test
  void jsonHoldsEveryCheckByItsId() throws IOException {
    Host host = Host.here();
    Aim aim = new Aim(host.allowed(), false, 1L << 30, 1000);
    List<Check> checks = Doctor.checks(Pattern.compile("thp"));
    assertEquals(2, checks.size());
    StringWriter text = new StringWriter();
    DoctorJson.write(text, HostSummary.of(host), aim, Doctor.examine(host, aim, checks));
    List<String> ids = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text.toString())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          names.add(json.currentName());
        } else if (json.currentToken() == JsonToken.VALUE_STRING
            && "id".equals(json.currentName())) {
          ids.add(json.getText());
        }
      }
    }
    assertEquals(List.of("thp", "thp-defrag"), ids);
    for (String name : List.of("verdict", "found", "cost", "change", "keep", "reference")) {
      assertTrue(names.contains(name), name);
    }
  }
}
