package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.Subjects;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissRatioCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path trace;

  @BeforeEach
  void writeTrace() throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append((int) (Math.pow(random.nextDouble(), 3) * 1_000)).append('\n');
    }
    trace = Files.writeString(folder.resolve("t.txt"), lines);
  }

  @Test
  void aTableIsPrintedAndAllFilesAreWritten() throws IOException {
    Path csv = folder.resolve("r.csv");
    Path svg = folder.resolve("r.svg");
    Path json = folder.resolve("r.json");
    Path html = folder.resolve("r.html");
    int code = run("--trace", trace.toString(), "--subjects", "seg-fifo,lru", "--sizes", "5%,20%",
        "--csv", csv.toString(), "--svg", svg.toString(), "--json", json.toString(),
        "--html", html.toString());
    assertEquals(0, code, err.toString());
    assertTrue(out.toString().contains("trace t.txt (keys): 20,000 requests of 1,000 keys"));
    assertTrue(out.toString().matches("(?s).* 5% = 64 MiB +\\d+\\.\\d\\d \\(.*"), out.toString());
    assertEquals(1 + 4, Files.readAllLines(csv).size());
    assertTrue(Files.readString(svg).startsWith("<svg"));
    assertTrue(Files.readString(json).contains("\"miss_ratio\" : 0."));
    assertTrue(Files.readString(json).contains("\"command\" : \"./gannet bench miss-ratio"));
    assertTrue(Files.readString(html).contains("<td>"));
  }

  @Test
  void wrongWordsAreNamedWithTheCure() {
    assertSays(2, "write 5% (of the footprint) or 64MiB", "--sizes", "many");
    assertSays(2, "there is no subject lfu; there are seg-merge", "--subjects", "lfu");
    assertSays(2, "write auto, off or 10", "--scale", "big");
    assertSays(2, "belady is not among --subjects", "--against", "belady");
    assertSays(2, "--warm-up 0 to 99", "--warm-up", "100");
    assertSays(1, "no trace format csv", "--format", "csv");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertEquals(2, run("--trace", folder.resolve("absent").toString()));
    assertTrue(err.toString().contains("there is no file"), err.toString());
    Files.writeString(trace, "1\n2\n3,\n");
    assertSays(1, "t.txt:3 cannot be understood\ngannet:   cure: here should be KEY or KEY,BYTES");
  }

  @Test
  void theHelpNamesEverySubject() {
    assertEquals(0, run("--help"));
    String subjects = out.toString().split("Subjects:")[1];
    for (Subject subject : Subjects.all(0)) {
      assertTrue(subjects.matches("(?s).*\\b" + subject.name() + "\\b.*"), subject.name());
    }
    assertEquals("", err.toString());
  }

  private void assertSays(int code, String words, String... options) {
    List<String> all = new ArrayList<>(List.of("--trace", trace.toString()));
    all.addAll(List.of(options));
    assertEquals(code, run(all.toArray(String[]::new)), err.toString());
    assertTrue(err.toString().contains(words), err.toString());
  }

  private int run(String... options) {
    List<String> words = new ArrayList<>(List.of("bench", "miss-ratio"));
    words.addAll(List.of(options));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
  }
}
