package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.server.Programs;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Programs of others that speak to the server. Where they are not installed the tests are skipped;
 * in CI that is a failure.
 */
final class Tools {
  private Tools() {}

  /** The first of the names that there is a program of. */
  static String find(String debianPackage, String... names) {
    for (String name : names) {
      if (Programs.isInstalled(name)) {
        return name;
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
    Programs.Ran ran = Programs.run(folder, command);
    assertEquals(
        expectedExit, ran.exit(), () -> String.join(" ", command) + "\n" + ran.output());
    return ran.output();
  }

  /** True if a program ends as it should. */
  static boolean succeeds(Path folder, String... command)
      throws IOException, InterruptedException {
    return Programs.run(folder, command).exit() == 0;
  }
}
