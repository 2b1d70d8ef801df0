package io.gannet.bench.ratio;

import io.gannet.bench.observe.Provenance;
import io.gannet.bench.ratio.MissRatioResult.Row;
import io.gannet.bench.report.Figures;
import io.gannet.bench.report.HtmlPage;
import io.gannet.bench.trace.TraceWorkload;
import java.util.ArrayList;
import java.util.List;

/** A result as a page. */
public final class MissRatioPage {
  private MissRatioPage() {}

  /** The whole file. */
  public static String text(MissRatioResult result, MissRatioTable table, Provenance provenance) {
    HtmlPage page =
        new HtmlPage(
            "Misses by memory",
            new TraceWorkload(result.plan().trace(), true).describe(),
            "all keys and values together: " + Figures.bytes(result.footprintBytes()));
    page.picture(MissRatioReport.chart(result));
    table.against().ifPresent(
        against -> page.picture(MissRatioReport.differences(result, against)));
    page.heading(table.caption()).table(head(result), rows(result, table));
    table.notes().forEach(page::words);
    return page.heading("Where it was measured").facts(provenance.facts()).text();
  }

  private static List<String> head(MissRatioResult result) {
    List<String> head = new ArrayList<>(List.of("memory"));
    head.addAll(result.subjects());
    return head;
  }

  private static List<List<String>> rows(MissRatioResult result, MissRatioTable table) {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      List<String> cells = new ArrayList<>(List.of(MissRatioTable.memory(row)));
      row.cells().forEach(cell -> cells.add(table.words(row, cell)));
      rows.add(cells);
    }
    return rows;
  }
}
