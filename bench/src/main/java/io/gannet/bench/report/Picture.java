package io.gannet.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Something drawn, as SVG. */
public abstract sealed class Picture permits Chart, BarChart {
  /** The style sheet that {@link #svg} counts on; once per page. */
  public static final String STYLE = Palette.STYLE;

  static final double LETTER_WIDTH = 7.1;
  static final double BOLD_LETTER_WIDTH = 8.4;
  static final double LINE_HEIGHT = 15;

  private final String title;

  Picture(String title) {
    this.title = title;
  }

  /** Draws it. */
  abstract void draw(Svg svg);

  abstract double width();

  abstract double height();

  /** An element for a page that has {@link #STYLE}. */
  public final String svg() {
    return svg("");
  }

  private String svg(String style) {
    Svg svg = new Svg();
    String size = Svg.at(width()) + " " + Svg.at(height());
    svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pic\" role=\"img\" ")
        .raw("viewBox=\"0 0 " + size + "\" width=\"" + Svg.at(width()) + "\" ")
        .raw("aria-label=\"" + Svg.escaped(title) + "\">\n" + style)
        .rectangle("paper", 0, 0, width(), height())
        .words("title", 12, 24, "start", title);
    draw(svg);
    return svg.raw("</svg>\n").toString();
  }

  /** Writes it as a file of its own. */
  public final void write(Path file) {
    try {
      Files.writeString(file, svg("<style>" + STYLE.replace("<", "&lt;") + "</style>\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** How wide words are, about. */
  static double widthOf(String words) {
    return words.length() * LETTER_WIDTH;
  }

  /** The same of bold ones. */
  static double boldWidthOf(String words) {
    return words.length() * BOLD_LETTER_WIDTH;
  }
}
