package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Programs of others that speak to the server. Where they are not installed the tests are skipped;
 * in CI that is a failure.
 */
final class Tools {
  private static final long PATIENCE_SEC = 60;

  private Tools() {}

  /** The first of the names that there is a program of. */
  static String find(String debianPackage, String... names) {
    for (String name : names) {
      for (String path : System.getenv("PATH").split(":")) {
        if (Files.isExecutable(Path.of(path, name))) {
          return name;
        }
      }
    }
    return missing(names[0], debianPackage);
  }

  /** What is not there was to be installed. */
  static String missing(String what, String debianPackage) {
    String message = what + " is missing: apt-get install " + debianPackage;
    return System.getenv("CI") != null ? fail(message) : abort(message);
  }

  /** Runs a program to its end; returns what it printed. */
  static String run(Path folder, int expectedExit, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = start(output, command);
    if (!process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command[0] + " did not end");
    }
    String text = Files.readString(output, UTF_8);
    assertEquals(expectedExit, process.exitValue(), () -> String.join(" ", command) + "\n" + text);
    return text;
  }

  /** True if a program ends as it should. */
  static boolean succeeds(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process = start(folder.resolve("succeeds.txt"), command);
    return process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Begins one that goes on; the caller ends it. */
  static Process start(Path output, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
