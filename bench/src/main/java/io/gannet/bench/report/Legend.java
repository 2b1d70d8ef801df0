package io.gannet.bench.report;

import java.util.List;

/** Names of lines above a chart, in as many rows as they need. */
final class Legend {
  private static final double SAMPLE = 26;
  private static final double GAP = 18;
  private static final double ROW = 18;
  private static final double LEFT = 12;

  private final List<Series> series;
  private final double width;

  Legend(List<Series> series, double width) {
    this.series = series;
    this.width = width;
  }

  double height() {
    return series.isEmpty() ? 0 : lay(null, 0) + ROW + 8;
  }

  void draw(Svg svg, double top) {
    lay(svg, top);
  }

  /** Returns how far below the first row the last is. */
  private double lay(Svg svg, double top) {
    double x = LEFT;
    double y = 0;
    for (Series one : series) {
      double wide = SAMPLE + 6 + Picture.widthOf(one.name());
      if (x > LEFT && x + wide > width - LEFT) {
        x = LEFT;
        y += ROW;
      }
      if (svg != null) {
        String from = Svg.at(x) + "," + Svg.at(top + y);
        svg.path(one.style(), from + " " + Svg.at(x + SAMPLE) + "," + Svg.at(top + y));
        svg.circle(one.style(), x + SAMPLE / 2, top + y, 3);
        svg.words("", x + SAMPLE + 6, top + y + 4, "start", one.name());
      }
      x += wide + GAP;
    }
    return y;
  }
}
