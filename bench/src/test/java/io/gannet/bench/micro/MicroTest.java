package io.gannet.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as the script starts it: on the class path, in a JVM of its own. */
class MicroTest {
  private static final int PATIENCE_SEC = 300;
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path folder;

  private record Ended(int exit, String text) {}

  private Ended micro(String... words) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-Xbatch",
        "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), Micro.class.getName()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** Where these tests found their classes, whichever of the two paths that was. */
  private static String classPath() {
    return String.join(File.pathSeparator,
        Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(path -> path != null && !path.isEmpty())
            .toList());
  }

  @Test
  void noDataPlaneRowAllocates() throws Exception {
    Path json = folder.resolve("micro.json");
    Ended micro = micro("check", "-rff", json.toString());
    assertEquals(0, micro.exit, micro.text);
    assertTrue(Files.size(json) > 0);
    for (String row : List.of("Downcall.plain", "Sqe.product", "Parse.parse kind=get",
        "Store.get items=100000 percent=90 store=seg",
        "Store.set items=100000 percent=90 store=slab", "Churn.set items=100000 store=cuckoo",
        "Spsc.hop")) {
      assertTrue(micro.text.contains("\n" + row + " "), row);
    }
  }

  @Test
  void aRowThatIsNotThereIsAWrongWord() throws Exception {
    Ended micro = micro("NoSuchRow", "-rff", folder.resolve("micro.json").toString());
    assertEquals(2, micro.exit, micro.text);
    assertTrue(micro.text.contains("--list"), micro.text);
  }

  @Test
  void bytesOnTheDataPlaneAreAnOffenceAndElsewhereAreNot() {
    assertTrue(row(16, true).isOffence());
    assertTrue(row(Double.NaN, true).isOffence(), "not measured is not zero");
    assertFalse(row(0.2, true).isOffence());
    assertFalse(row(16, false).isOffence());
  }

  private static Row row(double bytes, boolean isDataPlane) {
    return new Row("a.B.c", "B.c", 1, 0, "ns/op", 1, bytes, isDataPlane);
  }

  @Test
  void aSubsetIsAWordForRowsAndWhatIsGivenWins() {
    List<String> words = Micro.expand(List.of("quick", "-f", "3", "-p", "items=5"));
    assertEquals(1, words.stream().filter("-f"::equals).count());
    assertEquals("3", words.get(words.indexOf("-f") + 1));
    assertFalse(words.contains("items=100000"));
    assertTrue(words.contains("percent=90"));
  }

  @Test
  void aPatternStaysAPattern() {
    assertEquals(List.of("Hash|Copy", "-l"), Micro.expand(List.of("Hash|Copy", "--list")));
  }
}
