package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words that have a command run in a process that may not have a ring: a program in C, built
 * here. Where that can't be done a test is skipped with a word, and fails if CI is set.
 */
final class NoUring {
  private static final String SOURCE = "no_uring.c";

  private NoUring() {}

  static List<String> in(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(SOURCE);
    Path program = folder.resolve("no_uring");
    try (InputStream in = NoUring.class.getResourceAsStream(SOURCE)) {
      Files.copy(in, source);
    }
    need(succeeds("gcc", "-O2", "-o", program.toString(), source.toString()), "gcc");
    need(succeeds(program.toString(), "true"), "a kernel with seccomp filters");
    return List.of(program.toString());
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void need(boolean there, String what) {
    if (!there) {
      String message = "needs " + what;
      if (System.getenv("CI") != null) {
        fail(message);
      }
      abort(message);
    }
  }
}
