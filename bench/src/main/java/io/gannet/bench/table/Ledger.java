package io.gannet.bench.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.ratio.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was measured, a line each, in a file if it is to outlive the run: who is interrupted goes on
 * where that was. The file begins with the settings that it was measured with. Any thread.
 */
final class Ledger {
  private static final String SEPARATOR = ";";
  private static final int COLUMNS = 11;

  /** A cell, and the memory that it was measured with. */
  record Entry(long memoryBytes, Cell cell) {}

  private final Path file;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private Ledger(Path file) {
    this.file = file;
  }

  /**
   * One with what is in the file.
   *
   * @param file null for none
   * @param settings all that decides about what is measured, in a line
   * @throws SubjectException if the file cannot be read, or is of other settings
   */
  static Ledger open(Path file, String settings) {
    Ledger ledger = new Ledger(file);
    if (file == null) {
      return ledger;
    }
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        Files.writeString(file, settings + "\n");
      }
      List<String> lines = Files.readAllLines(file);
      if (!lines.get(0).equals(settings)) {
        throw new SubjectException("--keep: " + file + " was measured with other settings ("
            + lines.get(0) + "), these are " + settings + ": give another file");
      }
      lines.stream().skip(1).forEach(ledger::read);
      return ledger;
    } catch (IOException e) {
      throw new SubjectException("--keep: " + file + ": " + e.getMessage(), e);
    }
  }

  private void read(String line) {
    String[] words = line.split(SEPARATOR, -1);
    if (words.length != COLUMNS) {
      return; // the end of it may be cut
    }
    long[] counts = new long[6];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Long.parseLong(words[4 + i]);
    }
    Tally tally =
        new Tally(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
            Double.parseDouble(words[10]));
    Cell cell = new Cell(words[2], tally, "");
    entries.put(key(words[0], words[1], words[2]), new Entry(Long.parseLong(words[3]), cell));
  }

  private static String key(String name, String size, String subject) {
    return name + SEPARATOR + size + SEPARATOR + subject;
  }

  Optional<Entry> of(String name, String size, String subject) {
    return Optional.ofNullable(entries.get(key(name, size, subject)));
  }

  /** Takes a cell in, and keeps it, unless it could not be measured: another run may. */
  synchronized void add(String name, String size, long memoryBytes, Cell cell) {
    String key = key(name, size, cell.subject());
    entries.put(key, new Entry(memoryBytes, cell));
    Tally tally = cell.tally();
    if (file == null || tally == null) {
      return;
    }
    List<Object> words =
        List.of(key, memoryBytes, tally.gets(), tally.hits(), tally.misses(), tally.sets(),
            tally.deletes(), tally.refused(), tally.bytesPerItem());
    try {
      String line = String.join(SEPARATOR, words.stream().map(Object::toString).toList()) + "\n";
      Files.writeString(file, line, UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new SubjectException("--keep: " + file + ": " + e.getMessage(), e);
    }
  }
}
