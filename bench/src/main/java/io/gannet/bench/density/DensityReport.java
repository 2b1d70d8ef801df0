package io.gannet.bench.density;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What was measured, as a table in Markdown, which a terminal shows as well. */
public record DensityReport(DensityPlan plan, List<Row> rows) {
  private static final List<String> HEADINGS =
      List.of("server", "items of little", "of much memory", "process: B an item", "min..max",
          "its store", "by its own stats", "bar", "");

  /** A contender, and what it grew by. */
  record Row(Contender contender, Slope slope) {}

  /** The whole of it. */
  public String text() {
    StringBuilder text = new StringBuilder(caption());
    text.append(line(HEADINGS)).append(line(Collections.nCopies(HEADINGS.size(), "---")));
    rows.forEach(row -> text.append(line(cells(row))));
    return text.toString();
  }

  private String caption() {
    return String.format(
        Locale.ROOT,
        "Bytes of an item beyond its %d of key and value: the slope over items still retrievable"
            + " between%n%d and %d MiB of memory, %,d keys stored in either; medians of %d"
            + " round%s.%n%n",
        plan.itemBytes(), plan.littleMib(), plan.muchMib(), plan.keys(), plan.rounds(),
        plan.rounds() == 1 ? "" : "s");
  }

  private static List<String> cells(Row row) {
    Slope slope = row.slope();
    List<Double> rounds = slope.processBytesByRound();
    return List.of(
        row.contender().name(),
        String.format(Locale.ROOT, "%,.0f", slope.littleItems()),
        String.format(Locale.ROOT, "%,.0f", slope.muchItems()),
        tenth(slope.processBytes()),
        tenth(Collections.min(rounds)) + ".." + tenth(Collections.max(rounds)),
        tenth(slope.storeBytes()),
        tenth(slope.toldBytes()),
        whole(row.contender().barBytes()),
        verdict(row));
  }

  private static String verdict(Row row) {
    OptionalDouble bar = row.contender().barBytes();
    if (bar.isEmpty()) {
      return "";
    }
    return row.slope().processBytes() <= bar.getAsDouble() ? "holds" : "missed";
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String tenth(OptionalDouble bytes) {
    return bytes.isPresent() ? tenth(bytes.getAsDouble()) : "–";
  }

  private static String tenth(double bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes);
  }

  private static String whole(OptionalDouble bytes) {
    return bytes.isPresent() ? String.format(Locale.ROOT, "%.0f", bytes.getAsDouble()) : "–";
  }
}
