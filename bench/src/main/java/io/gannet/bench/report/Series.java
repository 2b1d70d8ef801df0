package io.gannet.bench.report;

import io.gannet.bench.report.Chart.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One line of a chart. */
record Series(String name, int index, List<Point> points) {
  private static final double DOT = 2.6;

  /** A line across a chart. */
  record Mark(double at, String words) {
    void draw(Svg svg, Plot plot) {
      double y = plot.y(at);
      svg.line("mark", plot.left(), y, plot.right(), y);
      boolean above = y - plot.top() > Picture.LINE_HEIGHT;
      svg.words("note", plot.left() + 6, above ? y - 5 : y + 14, "start", words);
    }
  }

  String style() {
    return Palette.of(index);
  }

  /** Those that are numbers. */
  List<Point> drawn() {
    return points.stream().filter(Series::isNumber).toList();
  }

  private static boolean isNumber(Point point) {
    return Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  void draw(Svg svg, Plot plot, boolean dots) {
    StringBuilder run = new StringBuilder();
    for (Point point : points) {
      if (isNumber(point)) {
        run.append(Svg.at(plot.x(point.x()))).append(',');
        run.append(Svg.at(plot.y(point.y()))).append(' ');
      } else {
        flush(svg, run);
      }
    }
    flush(svg, run);
    if (dots) {
      drawn().forEach(at -> svg.circle(style(), plot.x(at.x()), plot.y(at.y()), DOT));
    }
  }

  private void flush(Svg svg, StringBuilder run) {
    if (!run.isEmpty()) {
      svg.path(style(), run.toString().strip());
      run.setLength(0);
    }
  }

  /** Of the names that {@link #nameAtEnd} writes. */
  static double widest(List<Series> series) {
    return series.stream().mapToDouble(one -> Picture.boldWidthOf(one.name())).max().orElse(0);
  }

  /** Writes each name at the right, level with its line's end, or as near as the others let it. */
  static void nameAtEnd(Svg svg, Plot plot, List<Series> series) {
    List<Series> ending = new ArrayList<>(series);
    ending.removeIf(one -> one.drawn().isEmpty());
    ending.sort(Comparator.comparingDouble(one -> plot.y(one.drawn().getLast().y())));
    double floor = plot.bottom() - (ending.size() - 1) * Picture.LINE_HEIGHT;
    double free = Double.NEGATIVE_INFINITY;
    for (Series one : ending) {
      double at = Math.max(Math.min(plot.y(one.drawn().getLast().y()), floor), free);
      svg.words(one.style() + " bold", plot.right() + 8, at + 4, "start", one.name());
      free = at + Picture.LINE_HEIGHT;
      floor += Picture.LINE_HEIGHT;
    }
  }
}
