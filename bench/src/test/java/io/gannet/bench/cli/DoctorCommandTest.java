package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "doctor";
    System.arraycopy(words, 0, all, 1, words.length);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    assertTrue(code == 2 || err.toString().isEmpty(), err.toString());
    return code;
  }

  @Test
  void aReportEndsWithItsSummary() {
    assertEquals(0, run("--only", "thp|swap"));
    assertTrue(out.toString().contains(" OK, "), out.toString());
    assertTrue(out.toString().contains("could be better"), out.toString());
  }

  @Test
  void theListLooksAtNothing() {
    assertEquals(0, run("--list", "--only", "^jdk$"));
    assertEquals("jdk                version", out.toString().strip());
  }

  @Test
  void whatIsWrongFailsOnlyIfAsked() {
    String[] wrong = {"--only", "^cpuset$", "--cpus", "8000"};
    assertEquals(0, run(wrong));
    assertEquals(1, run("--strict", wrong[0], wrong[1], wrong[2], wrong[3]));
  }

  @Test
  void jsonTakesThePlaceOfTheTextOrGoesToAFile() throws IOException {
    assertEquals(0, run("--only", "^jdk$", "--json"));
    assertTrue(out.toString().startsWith("{"), out.toString());
    out.getBuffer().setLength(0);
    Path file = folder.resolve("doctor.json");
    assertEquals(0, run("--only", "^jdk$", "--json", file.toString()));
    assertTrue(Files.readString(file).contains("\"jdk\""));
    assertFalse(out.toString().startsWith("{"), out.toString());
  }

  @Test
  void wrongWordsEndWith2AndTheCure() {
    assertEquals(2, run("--only", "nothing-like-it"));
    assertTrue(err.toString().contains("--list"), err.toString());
    assertEquals(2, run("--only", "("));
    assertEquals(2, run("--cpus", "x"));
    assertEquals(2, run("--memory", "1GB"));
    assertEquals(2, run("--connections", "0"));
  }
}
