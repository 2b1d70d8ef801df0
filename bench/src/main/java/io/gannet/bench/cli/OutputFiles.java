package io.gannet.bench.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that results will go to. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Refuses those that cannot be written: better before a run than after it.
   *
   * @param files null for each that was not asked for
   */
  static void check(Path... files) {
    for (Path file : files) {
      if (file != null) {
        check(file);
      }
    }
  }

  private static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new Misuse(file + ": there is no folder " + folder);
    }
    if (Files.isDirectory(file)) {
      throw new Misuse(file + " is a folder; name a file");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new Misuse(file + " cannot be written; choose a place that can");
    }
  }
}
