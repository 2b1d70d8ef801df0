package io.gannet.server.klog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a log leaves behind: {@code FILE.000001}, {@code FILE.000002} …, packed or not, numbered as
 * they came. What comes next has the highest number of those that are there, and one more.
 */
final class RotatedFiles {
  private final Path file;
  private final Pattern names;
  private final int kept;

  /** Of that file, so many of which are kept; 0 for all. */
  RotatedFiles(Path file, int kept) {
    this.file = file.toAbsolutePath();
    this.names = Pattern.compile(Pattern.quote(file.getFileName() + ".") + "([0-9]{6,18})(\\.gz)?");
    this.kept = kept;
  }

  /** One of them. */
  private record Numbered(long number, Path path) {}

  /** How many there have been: the highest number. */
  long highest() throws IOException {
    List<Numbered> all = all();
    return all.isEmpty() ? 0 : all.getLast().number();
  }

  /** Gives the file the next number, and says what it is called now. */
  Path moveAway() throws IOException {
    Path to = file.resolveSibling("%s.%06d".formatted(file.getFileName(), highest() + 1));
    return Files.move(file, to);
  }

  /** Removes those that are too many, the oldest first. */
  void prune() throws IOException {
    List<Numbered> all = all();
    for (int i = 0; kept > 0 && i < all.size() - kept; i++) {
      Files.deleteIfExists(all.get(i).path());
    }
  }

  /** Removes what somebody who was killed has left half compressed, or beside what it became. */
  void removeUnfinished() throws IOException {
    for (Path one : siblings()) {
      String name = one.getFileName().toString();
      String whole = name.replaceFirst("\\.part$", "");
      if (!name.equals(whole) && names.matcher(whole).matches()) {
        Files.deleteIfExists(one);
      }
      if (name.endsWith(".gz") && names.matcher(name).matches()) {
        Files.deleteIfExists(one.resolveSibling(name.replaceFirst("\\.gz$", "")));
      }
    }
  }

  private List<Numbered> all() throws IOException {
    return siblings().stream()
        .map(this::numbered)
        .filter(one -> one != null)
        .sorted(Comparator.comparingLong(Numbered::number))
        .toList();
  }

  private List<Path> siblings() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    }
  }

  private Numbered numbered(Path path) {
    Matcher name = names.matcher(path.getFileName().toString());
    return name.matches() ? new Numbered(Long.parseLong(name.group(1)), path) : null;
  }
}
