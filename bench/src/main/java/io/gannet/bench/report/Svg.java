package io.gannet.bench.report;

import java.util.Locale;

/** Text of an SVG picture, element by element. Coordinates are written to a tenth of a pixel. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** For text and attributes of XML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A coordinate: no more digits than one sees. */
  static String at(double pixels) {
    String fixed = String.format(Locale.ROOT, "%.1f", pixels);
    return fixed.endsWith(".0") ? fixed.substring(0, fixed.length() - 2) : fixed;
  }

  Svg raw(String xml) {
    text.append(xml);
    return this;
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    return raw("<line class=\"" + style + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"")
        .raw(at(x2) + "\" y2=\"" + at(y2) + "\"/>\n");
  }

  Svg rectangle(String style, double x, double y, double width, double height) {
    return raw("<rect class=\"" + style + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\" width=\"")
        .raw(at(width) + "\" height=\"" + at(height) + "\"/>\n");
  }

  Svg circle(String style, double x, double y, double radius) {
    return raw("<circle class=\"" + style + "\" cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"")
        .raw(at(radius) + "\"/>\n");
  }

  /** {@code anchor} is start, middle or end. */
  Svg words(String style, double x, double y, String anchor, String words) {
    return raw("<text class=\"" + style + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\" ")
        .raw("text-anchor=\"" + anchor + "\">" + escaped(words) + "</text>\n");
  }

  /** A line through points, each {@code x,y}. */
  Svg path(String style, String points) {
    return raw("<polyline class=\"" + style + "\" points=\"" + points + "\"/>\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
