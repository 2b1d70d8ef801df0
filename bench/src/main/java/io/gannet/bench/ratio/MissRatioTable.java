package io.gannet.bench.ratio;

import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.MissRatioResult.Row;
import io.gannet.bench.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A result as a table for a terminal, and its cells for other tables. */
public final class MissRatioTable {
  private static final int MEMORY_WIDTH = 20;
  private static final int CELL_WIDTH = 18;

  private final MissRatioResult result;
  private final String against;

  /** {@code against} is the subject that the others are compared with; "" for none. */
  public MissRatioTable(MissRatioResult result, String against) {
    this.result = result;
    this.against = against;
  }

  /** What the columns hold. */
  public String caption() {
    return against.isEmpty()
        ? "Misses of 100 gets"
        : "Misses of 100 gets, and how many more or fewer than " + against;
  }

  /** What the others are compared with, if it is among them and there are others. */
  public Optional<String> against() {
    List<String> subjects = result.subjects();
    return subjects.size() > 1 && subjects.contains(against)
        ? Optional.of(against)
        : Optional.empty();
  }

  /** All of it. */
  public String text() {
    StringBuilder text = new StringBuilder(caption() + "\n\n");
    text.append(right("memory", MEMORY_WIDTH));
    result.subjects().forEach(name -> text.append(right(name, CELL_WIDTH)));
    text.append('\n');
    for (Row row : result.rows()) {
      text.append(right(memory(row), MEMORY_WIDTH));
      row.cells().forEach(cell -> text.append(right(words(row, cell), CELL_WIDTH)));
      text.append('\n');
    }
    notes().forEach(note -> text.append('\n').append(note));
    return text.append(notes().isEmpty() ? "" : "\n").toString();
  }

  private static String right(String words, int width) {
    return " ".repeat(Math.max(1, width - words.length())) + words;
  }

  /** A row's name. */
  public static String memory(Row row) {
    String bytes = Figures.bytes(row.memoryBytes());
    return row.size().share() == 0 ? bytes : row.size().text() + " = " + bytes;
  }

  /** {@code 42.17 (+1.3 %)}. */
  public String words(Row row, Cell cell) {
    if (cell.tally() == null) {
      return "–";
    }
    String misses = String.format(Locale.ROOT, "%.2f", cell.missPercent());
    double reference = row.of(against).map(Cell::missPercent).orElse(Double.NaN);
    if (cell.subject().equals(against) || !(reference > 0)) {
      return misses;
    }
    double more = (cell.missPercent() / reference - 1) * 100;
    return String.format(Locale.ROOT, "%s (%+.1f %%)", misses, more);
  }

  /** What a reader has to know beside. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(faults());
    for (String subject : result.subjects()) {
      String refused = refused(subject);
      if (!refused.isEmpty()) {
        notes.add(subject + " refused to store: " + refused);
      }
    }
    return notes;
  }

  /** What could not be measured: each reason once, with its sizes unless these are all. */
  private List<String> faults() {
    Map<Fault, List<String>> sizes = new LinkedHashMap<>();
    for (Row row : result.rows()) {
      for (Cell cell : row.cells()) {
        if (cell.tally() == null) {
          Fault fault = new Fault(cell.subject(), cell.why());
          sizes.computeIfAbsent(fault, one -> new ArrayList<>()).add(memory(row));
        }
      }
    }
    List<String> faults = new ArrayList<>();
    sizes.forEach((fault, some) -> {
      String with = some.size() < result.rows().size() ? " with " + String.join(", ", some) : "";
      faults.add(fault.subject() + with + ": " + fault.why());
    });
    return faults;
  }

  private record Fault(String subject, String why) {}

  /** {@code 67 times with 64 MiB, 9 times with 320 MiB}. */
  private String refused(String subject) {
    List<String> times = new ArrayList<>();
    for (Row row : result.rows()) {
      Tally tally = row.of(subject).map(Cell::tally).orElse(null);
      if (tally != null && tally.refused() > 0) {
        String memory = Figures.bytes(row.memoryBytes());
        times.add(Figures.count(tally.refused()) + " times with " + memory);
      }
    }
    return String.join(", ", times);
  }
}
