package io.gannet.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines between two axes. Up to {@value #NAMED_AT_END} are named where they end, more in a legend.
 *
 * <pre>{@code
 * new Chart("Miss ratio", Axis.bytes("memory"), Axis.linear("misses per get"))
 *     .line("segcache", points)
 *     .line("memcached", others)
 *     .write(Path.of("miss-ratio.svg"));
 * }</pre>
 */
public final class Chart extends Picture {
  private static final int NAMED_AT_END = 6;
  private static final int DOTS_MAX = 40;
  private static final double MARK_ROOM = 1.05;

  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Series.Mark> marks = new ArrayList<>();
  private double width = 760;
  private double height = 340;

  /** A place by the units of the axes. */
  public record Point(double x, double y) {}

  /** An empty one. */
  public Chart(String title, Axis x, Axis y) {
    super(title);
    this.x = x;
    this.y = y;
  }

  /** A line through points in order; those that are not numbers leave a gap. */
  public Chart line(String name, List<Point> points) {
    series.add(new Series(name, series.size(), points));
    return this;
  }

  /** A dashed line across, at a value of y, with words. */
  public Chart mark(double at, String words) {
    marks.add(new Series.Mark(at, words));
    return this;
  }

  /** In pixels; 760 × 340 if not told. */
  public Chart size(double pixelsWide, double pixelsHigh) {
    width = pixelsWide;
    height = pixelsHigh;
    return this;
  }

  @Override
  double width() {
    return width;
  }

  @Override
  double height() {
    return height;
  }

  @Override
  void draw(Svg svg) {
    List<Point> all = new ArrayList<>();
    series.forEach(one -> all.addAll(one.drawn()));
    double[] xs = all.stream().mapToDouble(Point::x).toArray();
    double[] ys = all.stream().mapToDouble(Point::y).toArray();
    Scale across = fitted(x, xs, new double[0]);
    Scale up = fitted(y, ys, marks.stream().mapToDouble(mark -> roomFor(mark)).toArray());
    boolean named = series.size() > 1;
    boolean atEnd = named && series.size() <= NAMED_AT_END;
    Legend legend = new Legend(named && !atEnd ? series : List.of(), width);
    Plot plot = new Plot(x, across, y, up, width, height);
    plot.inset(42 + legend.height(), atEnd ? Series.widest(series) + 16 : 24);
    plot.draw(svg);
    legend.draw(svg, 42);
    marks.forEach(mark -> mark.draw(svg, plot));
    for (Series one : series) {
      one.draw(svg, plot, one.points().size() <= DOTS_MAX);
    }
    if (atEnd) {
      Series.nameAtEnd(svg, plot, series);
    }
  }

  /** A mark at the very top of an even axis would be taken for its frame. */
  private double roomFor(Series.Mark mark) {
    return y.kind() == Axis.Kind.LINEAR ? mark.at() * MARK_ROOM : mark.at();
  }

  private static Scale fitted(Axis axis, double[] values, double[] more) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double[] some : List.of(values, more)) {
      for (double value : some) {
        boolean shown = axis.kind() == Axis.Kind.LINEAR || axis.kind() == Axis.Kind.NINES;
        if (shown || value > 0) {
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
      }
    }
    return max < min ? Scale.of(axis, 1, 10) : Scale.of(axis, min, max);
  }
}
