package io.gannet.bench.ratio;

import io.gannet.bench.observe.Provenance;
import io.gannet.bench.ratio.MissRatioResult.Row;
import io.gannet.bench.report.Figures;
import io.gannet.bench.report.Picture;
import io.gannet.bench.trace.TraceWorkload;
import java.util.Map;

/** A result for people: one file that needs no other. */
public final class MissRatioPage {
  private static final String STYLE =
      ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;"
          + "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}"
          + "th,td{padding:.25rem .8rem;text-align:right;border-bottom:1px solid #8884}"
          + "dl{display:grid;grid-template-columns:max-content auto;gap:.1rem 1rem}"
          + "dt{color:#888}dd{margin:0;overflow-wrap:anywhere}svg{max-width:100%;height:auto}";

  private final StringBuilder page = new StringBuilder();

  private MissRatioPage() {}

  /** All of it. */
  public static String text(MissRatioResult result, MissRatioTable table, Provenance provenance) {
    MissRatioPage writer = new MissRatioPage();
    writer.write(result, table, provenance);
    return writer.page.toString();
  }

  private void write(MissRatioResult result, MissRatioTable table, Provenance provenance) {
    String title = "Miss ratio: " + escaped(result.plan().trace().name());
    page.append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n<title>")
        .append(title)
        .append("</title>\n<style>" + STYLE + Picture.STYLE + "</style>\n<h1>")
        .append(title)
        .append("</h1>\n");
    paragraph(new TraceWorkload(result.plan().trace(), true).describe());
    paragraph("All items together: " + Figures.bytes(result.footprintBytes()));
    page.append(MissRatioReport.chart(result).svg());
    paragraph(table.caption());
    table(result, table);
    table.notes().forEach(this::paragraph);
    provenance(provenance);
    page.append("</html>\n");
  }

  private void table(MissRatioResult result, MissRatioTable table) {
    page.append("<table><tr><th>memory</th>");
    result.subjects().forEach(name -> page.append("<th>" + escaped(name) + "</th>"));
    page.append("</tr>\n");
    for (Row row : result.rows()) {
      page.append("<tr><th>" + escaped(MissRatioTable.memory(row)) + "</th>");
      row.cells().forEach(cell -> page.append("<td>" + table.words(row, cell) + "</td>"));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private void provenance(Provenance provenance) {
    page.append("<h2>Where this comes from</h2>\n<dl>\n");
    for (Map.Entry<String, String> fact : provenance.facts().entrySet()) {
      page.append("<dt>" + escaped(fact.getKey().replace('_', ' ')) + "</dt>")
          .append("<dd>" + escaped(fact.getValue()) + "</dd>\n");
    }
    page.append("</dl>\n");
  }

  private void paragraph(String words) {
    page.append("<p>" + escaped(words) + "</p>\n");
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
