package io.gannet.bench.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of /proc and /sys, which come and go with what they tell of. */
final class ProcFile {
  private ProcFile() {}

  /** Its text without the last line's end; empty if there is no such file, or not for us. */
  static Optional<String> text(String path) {
    try {
      return Optional.of(new String(WholeFile.read(Path.of(path)), UTF_8).stripTrailing());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its lines; none if there is no such file. */
  static List<String> lines(String path) {
    return text(path).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** What stands behind {@code name:} in a file of such lines. */
  static Optional<String> field(String path, String name) {
    return lines(path).stream()
        .filter(line -> line.startsWith(name) && line.substring(name.length()).matches("\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  /** The names in a folder that match; none if it cannot be read. */
  static List<String> names(String folder, String glob) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder), glob)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of(); // gone, or not ours to read
    }
    return names;
  }

  /** Where a symbolic link points; empty if it is none, or not for us. */
  static Optional<String> link(String path) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of(path)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
