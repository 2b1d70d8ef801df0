package io.gannet.bench.doctor;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The report for people, in 80 columns but for commands, which stay in one piece:
 *
 * <pre>
 * Memory
 *   OK       swap                     none
 *   better   transparent huge pages   always
 *            cost  Every process gets …
 *            do    echo madvise &gt; /sys/kernel/mm/transparent_hugepage/enabled
 *            keep  boot with transparent_hugepage=madvise
 *            read  kernel: admin-guide/mm/transhuge
 *
 *   n/a      energy preference, polling before halt
 * </pre>
 */
public final class DoctorText {
  private static final int COLUMNS = 80;
  private static final int MARK_AT = 2;
  private static final int TITLE_AT = 11;
  private static final int FOUND_AT = 41;
  private static final int DETAIL_AT = 17;

  private final PrintWriter out;
  private final boolean colours;
  private final boolean all;
  private boolean gap;

  /**
   * A writer of reports.
   *
   * @param colours whether it goes to a terminal that has them
   * @param all whether what is OK or not applicable is explained too
   */
  public DoctorText(PrintWriter out, boolean colours, boolean all) {
    this.out = out;
    this.colours = colours;
    this.all = all;
  }

  /** Writes one. */
  public void write(HostSummary host, Aim aim, List<Diagnosis> diagnoses) {
    wrapped(0, host.text());
    wrapped(0, "for a server " + (aim.pinned() ? "pinned to CPU " : "not pinned, on CPU ")
        + aim.cpuText() + ", with " + MemoryChecks.size(aim.memoryBytes()) + " and "
        + aim.connections() + " connections");
    for (Group group : Group.values()) {
      List<Diagnosis> own =
          diagnoses.stream().filter(diagnosis -> diagnosis.check().group() == group).toList();
      if (!own.isEmpty()) {
        group(group, own);
      }
    }
    Tally tally = Tally.of(diagnoses);
    out.println();
    out.println(bold(tally.text()));
    if (tally.of(Verdict.BETTER) + tally.of(Verdict.WRONG) > 0) {
      out.println("Nothing was changed. The commands are for root, and last until the next boot.");
    }
  }

  private void group(Group group, List<Diagnosis> diagnoses) {
    out.println();
    out.println(bold(group.title()));
    gap = false;
    List<String> absent = new ArrayList<>();
    for (Diagnosis diagnosis : diagnoses) {
      if (diagnosis.verdict() == Verdict.NOT_APPLICABLE && !all) {
        absent.add(diagnosis.check().title());
      } else {
        row(diagnosis);
      }
    }
    if (!absent.isEmpty()) {
      start(Verdict.NOT_APPLICABLE);
      continued(TITLE_AT, TITLE_AT, String.join(", ", absent));
    }
  }

  private void row(Diagnosis diagnosis) {
    Check check = diagnosis.check();
    Finding finding = diagnosis.finding();
    start(finding.verdict());
    out.print(padded(check.title(), FOUND_AT - TITLE_AT));
    continued(FOUND_AT, Math.max(FOUND_AT, TITLE_AT + check.title().length()), finding.found());
    if (!all && !finding.verdict().asksForChange()) {
      return;
    }
    detail("cost", finding.cost());
    for (String command : finding.change()) {
      label("do");
      out.println(command);
    }
    detail("keep", finding.keep());
    detail("read", check.reference());
    gap = true;
  }

  /** Begins a row, apart from one above that was explained. */
  private void start(Verdict verdict) {
    if (gap) {
      out.println();
      gap = false;
    }
    out.print(" ".repeat(MARK_AT));
    out.print(coloured(verdict, padded(verdict.mark(), TITLE_AT - MARK_AT)));
  }

  private void detail(String label, String text) {
    if (!text.isEmpty()) {
      label(label);
      continued(DETAIL_AT, DETAIL_AT, text);
    }
  }

  private void label(String label) {
    out.print(" ".repeat(TITLE_AT));
    out.print(padded(label, DETAIL_AT - TITLE_AT));
  }

  private void wrapped(int indent, String text) {
    continued(indent, indent, text);
  }

  /** Goes on in a line that stands at column {@code at}; further lines begin at {@code indent}. */
  private void continued(int indent, int at, String text) {
    int column = at;
    boolean first = true;
    for (String word : text.split(" ")) {
      if (!first && column + 1 + word.length() > COLUMNS) {
        out.println();
        out.print(" ".repeat(indent));
        column = indent;
        first = true;
      }
      out.print(first ? word : " " + word);
      column += word.length() + (first ? 0 : 1);
      first = false;
    }
    out.println();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private String bold(String text) {
    return colours ? "\033[1m" + text + "\033[0m" : text;
  }

  private String coloured(Verdict verdict, String text) {
    String colour = switch (verdict) {
      case OK -> "32";
      case BETTER -> "33";
      case WRONG -> "1;31";
      case UNKNOWN, NOT_APPLICABLE -> "2";
    };
    return colours ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
