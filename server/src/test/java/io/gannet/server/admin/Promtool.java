package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prometheus' own check of what a scraper is told, where it is installed. */
final class Promtool {
  private Promtool() {}

  /** Fails if it finds anything to say, or is missing in CI. */
  static void check(String text) {
    if (!Programs.isInstalled("promtool")) {
      assertTrue(System.getenv("CI") == null, "promtool is missing: apt-get install prometheus");
      return;
    }
    try {
      Path folder = Files.createTempDirectory("promtool");
      Path metrics = Files.writeString(folder.resolve("metrics"), text);
      Programs.Ran ran =
          Programs.run(
              folder, "sh", "-c", "exec promtool check metrics <\"$0\"", metrics.toString());
      assertEquals("", ran.output().strip());
      assertEquals(0, ran.exit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
