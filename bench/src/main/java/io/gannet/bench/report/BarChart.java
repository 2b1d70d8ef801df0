package io.gannet.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Bars from left to right, each with the spread of what it stands for as a whisker. Bars that
 * belong together are under one heading; a colour stands for a series, say a server. A bar whose
 * spread covers the reference is pale: it says nothing.
 *
 * <pre>{@code
 * new BarChart("CPU per request, of memcached's", Axis.log("ratio"))
 *     .reference(1, "the same")
 *     .group("get x 1")
 *     .bar("segcache", 0, 0.82, 0.79, 0.91)
 *     .write(Path.of("compare.svg"));
 * }</pre>
 */
public final class BarChart extends Picture {
  private static final double ROW = 24;
  private static final double HEADING = 26;
  private static final double TOP = 54;
  private static final double FOOT = 48;
  private static final double VALUE_WIDTH = 64;

  private final Axis axis;
  private final List<Row> rows = new ArrayList<>();
  private double reference = Double.NaN;
  private String referenceWords = "";
  private double width = 760;

  /** A bar, or a heading where {@code series} is negative. */
  private record Row(String label, int series, double value, double low, double high) {
    boolean heading() {
      return series < 0;
    }

    double rowHeight() {
      return heading() ? HEADING : ROW;
    }
  }

  /** An empty one. */
  public BarChart(String title, Axis axis) {
    super(title);
    this.axis = axis;
  }

  /** Where bars begin, instead of at the left, and what being there means. */
  public BarChart reference(double at, String words) {
    reference = at;
    referenceWords = words;
    return this;
  }

  /** A heading for the bars that follow. */
  public BarChart group(String heading) {
    rows.add(new Row(heading, -1, Double.NaN, Double.NaN, Double.NaN));
    return this;
  }

  /**
   * A bar to {@code value}, with a whisker.
   *
   * @param series 0 and up: its colour
   * @param low where the whisker begins; NaN for none
   */
  public BarChart bar(String label, int series, double value, double low, double high) {
    rows.add(new Row(label, series, value, low, high));
    return this;
  }

  /** In pixels; 760 if not told. The height follows from the bars. */
  public BarChart width(double pixels) {
    width = pixels;
    return this;
  }

  @Override
  double width() {
    return width;
  }

  @Override
  double height() {
    return TOP + rows.stream().mapToDouble(Row::rowHeight).sum() + FOOT;
  }

  private Scale scale() {
    TreeSet<Double> values = new TreeSet<>();
    for (Row row : rows) {
      for (double value : new double[] {row.value, row.low, row.high, reference}) {
        if (Double.isFinite(value) && (value > 0 || axis.kind() == Axis.Kind.LINEAR)) {
          values.add(value);
        }
      }
    }
    return values.isEmpty() ? Scale.of(axis, 1, 10) : Scale.of(axis, values.first(), values.last());
  }

  private double left() {
    return 28 + rows.stream().filter(row -> !row.heading())
        .mapToDouble(row -> widthOf(row.label)).max().orElse(0);
  }

  private double x(Scale scale, double value) {
    return left() + scale.position(value) * (width - VALUE_WIDTH - left());
  }

  @Override
  void draw(Svg svg) {
    Scale scale = scale();
    double bottom = height() - FOOT;
    drawGrid(svg, scale, bottom);
    double y = TOP;
    for (Row row : rows) {
      if (row.heading()) {
        svg.words("bold", 12, y + HEADING - 8, "start", row.label);
      } else {
        drawBar(svg, scale, row, y + ROW / 2);
      }
      y += row.rowHeight();
    }
    if (Double.isFinite(reference)) {
      double x = x(scale, reference);
      svg.line("mark", x, TOP - 6, x, bottom);
      svg.words("note", x, TOP - 10, "middle", referenceWords);
    }
  }

  private void drawGrid(Svg svg, Scale scale, double bottom) {
    double free = Double.NEGATIVE_INFINITY;
    for (Scale.Tick tick : scale.ticks()) {
      double x = x(scale, tick.at());
      double half = widthOf(tick.label()) / 2;
      boolean fits = !tick.label().isEmpty() && x - half > free;
      svg.line(fits ? "grid" : "thin", x, TOP, x, bottom);
      if (fits) {
        svg.words("", x, bottom + 16, "middle", tick.label());
        free = x + half + 10;
      }
    }
    svg.words("label", (left() + width - VALUE_WIDTH) / 2, height() - 10, "middle", axis.label());
  }

  private void drawBar(Svg svg, Scale scale, Row row, double y) {
    double start = Double.isFinite(reference) ? x(scale, reference) : left();
    double end = x(scale, row.value);
    String style = Palette.of(row.series);
    svg.words("", left() - 10, y + 4, "end", row.label);
    String kind = row.low <= reference && reference <= row.high ? "bar pale " : "bar ";
    svg.rectangle(kind + style, Math.min(start, end), y - 7, Math.abs(end - start), 14);
    if (Double.isFinite(row.low) && Double.isFinite(row.high)) {
      double low = x(scale, row.low);
      double high = x(scale, row.high);
      svg.line("whisker", low, y, high, y);
      svg.line("whisker", low, y - 4, low, y + 4);
      svg.line("whisker", high, y - 4, high, y + 4);
    }
    String value = axis.format().apply(row.value);
    svg.words("bold", width - 12, y + 4, "end", value);
  }
}
