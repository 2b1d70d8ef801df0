package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own check of what a scraper is told, where it is installed. */
final class Promtool {
  private static final long PATIENCE_SEC = 60;

  private Promtool() {}

  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
  }

  /** Fails if it finds anything to say, or is missing in CI. */
  static void check(String text) {
    if (!isInstalled()) {
      assertTrue(System.getenv("CI") == null, "promtool is missing: apt-get install prometheus");
      return;
    }
    try {
      Path metrics = Files.writeString(Files.createTempFile("metrics", ".txt"), text);
      Path said = Files.createTempFile("promtool", ".txt");
      Process process =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(metrics.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), "promtool does not end");
      String output = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(metrics);
      Files.delete(said);
      assertEquals("", output.strip());
      assertEquals(0, process.exitValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
