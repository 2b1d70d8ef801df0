package io.gannet.server.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Asserts state what must hold; whoever starts a server to test it has it look whether it does. */
class AssertsTest {
  private static final List<String> MODULES = List.of("ffi", "engine", "server", "bench");

  /** A test's words that make a process a server: its main class, or a launcher that has it. */
  private static final Pattern SERVER =
      Pattern.compile("io\\.gannet\\.server\\.cli\\.Main|tree\\.launcher\\(\\)");

  private static final Pattern ASSERTS_ON = Pattern.compile("[\" ]-ea[\": ]");
  private static final Pattern LINE_OF_SERVER =
      Pattern.compile("(?m)^(?! *say )[^#\\n]*\\./gannet (?:\"\\$@\"|bench hostile)[^\\n]*$");

  private final Path root = root();

  @Test
  void everyProcessThatATestHasServe() throws IOException {
    List<String> starters = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (Path file : tests()) {
      String text = Files.readString(file);
      if (text.contains("ProcessBuilder") && SERVER.matcher(text).find()) {
        starters.add(file.getFileName().toString());
        if (!ASSERTS_ON.matcher(text).find()) {
          without.add(root.relativize(file).toString());
        }
      }
    }
    assertTrue(starters.size() >= 4, "found only " + starters);
    assertEquals(List.of(), without);
  }

  /** As {@code .ci/run} writes it; what is not one is told by the number. */
  @Test
  void everyServerThatCiStarts() throws IOException {
    String text = Files.readString(root.resolve(".ci/run"));
    List<String> lines =
        LINE_OF_SERVER.matcher(text).results().map(found -> found.group().strip()).toList();
    assertEquals(2, lines.size(), lines::toString);
    for (String line : lines) {
      assertTrue(line.startsWith("GANNET_JAVA_OPTS=-ea "), line);
    }
  }

  private List<Path> tests() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("AssertsTest.java"))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** The folder that holds all modules, above the one that the test runs in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("engine/src"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
