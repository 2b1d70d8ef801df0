package io.gannet.bench.report;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A page that is one file: no script, nothing fetched, light and dark, fit to print. It is also
 * well-formed XML.
 */
public final class HtmlPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;
      background:#fff;color:#222}
      h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}
      .sub{color:#666;margin:.2rem 0}
      .figures{display:flex;flex-wrap:wrap;gap:.8rem;margin:1.4rem 0}
      .figure{border:1px solid #ddd;border-radius:8px;padding:.6rem .9rem;min-width:8rem}
      .figure b{display:block;font-size:1.45rem;font-weight:600;line-height:1.25}
      .figure span{color:#666;font-size:.85rem}
      .warning{border-left:4px solid #d55e00;background:#fdf1e7;padding:.5rem .8rem;margin:.5rem 0}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}
      th,td{padding:.25rem .9rem .25rem 0;text-align:right;border-bottom:1px solid #eee;
      vertical-align:top}
      th:first-child,td:first-child,.words,.facts td{text-align:left}
      .facts td{overflow-wrap:anywhere}
      .facts td:first-child{color:#666;white-space:nowrap}
      .wide{overflow-x:auto;margin:.6rem 0}.pictured{margin-left:-12px}
      svg.pic{width:100%;max-width:760px;min-width:28rem;height:auto;display:block}
      .wide th,.wide td{white-space:nowrap}.wide th:last-child,.wide td:last-child{padding-right:0}
      @media (prefers-color-scheme:dark){body{background:#16181b;color:#ddd}
      .sub,.figure span,.facts td:first-child{color:#9a9a9a}.figure{border-color:#3a3f45}
      th,td{border-color:#2b2f34}.warning{background:#33261c}}
      @media print{body{margin:0;max-width:none}h2,svg.pic{break-after:avoid}
      svg.pic,.figure,table{break-inside:avoid}
      svg.pic{min-width:0}}
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /** An empty one. */
  public HtmlPage(String title, String... below) {
    this.title = title;
    element("h1", "", title);
    for (String line : below) {
      element("p", "sub", line);
    }
  }

  private HtmlPage element(String name, String style, String text) {
    String attribute = style.isEmpty() ? "" : " class=\"" + style + "\"";
    body.append('<').append(name).append(attribute).append('>').append(Svg.escaped(text));
    body.append("</").append(name).append(">\n");
    return this;
  }

  /** A heading. */
  public HtmlPage heading(String text) {
    return element("h2", "", text);
  }

  /** A paragraph. */
  public HtmlPage words(String text) {
    return element("p", "", text);
  }

  /** What is to be noticed. */
  public HtmlPage warning(Warning warning) {
    return element("p", "warning", warning.text() + ".");
  }

  /** The figures to see first: large, each with what it is below. */
  public HtmlPage figures(Map<String, String> valuesByName) {
    body.append("<div class=\"figures\">\n");
    valuesByName.forEach(
        (name, value) -> {
          body.append("<div class=\"figure\">");
          body.append("<b>").append(Svg.escaped(value)).append("</b>");
          body.append("<span>").append(Svg.escaped(name)).append("</span></div>\n");
        });
    body.append("</div>\n");
    return this;
  }

  /** A picture, in place. */
  public HtmlPage picture(Picture picture) {
    body.append("<div class=\"wide pictured\">\n").append(picture.svg()).append("</div>\n");
    return this;
  }

  /** A table of figures; the first column names its rows, and columns of words are at the left. */
  public HtmlPage table(List<String> head, List<List<String>> rows) {
    BitSet words = new BitSet();
    for (List<String> cells : rows) {
      for (int i = 0; i < cells.size(); i++) {
        words.set(i, words.get(i) || startsWithLetter(cells.get(i)));
      }
    }
    body.append("<div class=\"wide\"><table>\n");
    row("th", head, words);
    rows.forEach(cells -> row("td", cells, words));
    body.append("</table></div>\n");
    return this;
  }

  private static boolean startsWithLetter(String text) {
    return !text.isEmpty() && Character.isLetter(text.charAt(0));
  }

  /** A table of names and what they are. */
  public HtmlPage facts(Map<String, String> facts) {
    body.append("<table class=\"facts\">\n");
    facts.forEach((name, value) ->
        row("td", List.of(name.replace('_', ' '), value), new BitSet()));
    body.append("</table>\n");
    return this;
  }

  private void row(String cell, List<String> texts, BitSet words) {
    body.append("<tr>");
    for (int i = 0; i < texts.size(); i++) {
      body.append('<').append(cell).append(words.get(i) ? " class=\"words\">" : ">");
      body.append(Svg.escaped(texts.get(i))).append("</").append(cell).append('>');
    }
    body.append("</tr>\n");
  }

  /** The whole file. */
  public String text() {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        + "<title>" + Svg.escaped(title) + "</title>\n"
        + "<style>\n" + STYLE + Picture.STYLE + "</style>\n</head>\n<body>\n"
        + body + "</body>\n</html>\n";
  }
}
