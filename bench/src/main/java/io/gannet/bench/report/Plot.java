package io.gannet.bench.report;

/** The rectangle between two axes: its place, its grid, and where values are in it. */
final class Plot {
  private static final double LABEL_MIN_GAP = 14;

  private final Axis xAxis;
  private final Scale xScale;
  private final Axis yAxis;
  private final Scale yScale;
  private final double width;
  private final double height;
  private double top;
  private double right;

  Plot(Axis xAxis, Scale xScale, Axis yAxis, Scale yScale, double width, double height) {
    this.xAxis = xAxis;
    this.xScale = xScale;
    this.yAxis = yAxis;
    this.yScale = yScale;
    this.width = width;
    this.height = height;
  }

  /** What is to be left free above and at the right. */
  void inset(double above, double atRight) {
    top = above + (yAxis.label().isEmpty() ? 0 : 16);
    right = width - atRight;
  }

  double top() {
    return top;
  }

  double bottom() {
    return height - 46;
  }

  double left() {
    double widest = 0;
    for (Scale.Tick tick : yScale.ticks()) {
      widest = Math.max(widest, Picture.widthOf(tick.label()));
    }
    return widest + 24;
  }

  double right() {
    return right;
  }

  double x(double value) {
    return left() + xScale.position(value) * (right - left());
  }

  double y(double value) {
    return bottom() - yScale.position(value) * (bottom() - top);
  }

  void draw(Svg svg) {
    svg.words("label", 12, top - 10, "start", yAxis.label());
    svg.words("label", (left() + right) / 2, height - 10, "middle", xAxis.label());
    for (Scale.Tick tick : yScale.ticks()) {
      double y = y(tick.at());
      svg.line(tick.label().isEmpty() ? "thin" : "grid", left(), y, right, y);
      svg.words("", left() - 8, y + 4, "end", tick.label());
    }
    double free = Double.NEGATIVE_INFINITY;
    for (Scale.Tick tick : xScale.ticks()) {
      double x = x(tick.at());
      double half = Picture.widthOf(tick.label()) / 2;
      boolean fits = !tick.label().isEmpty() && x - half >= free;
      svg.line(fits ? "grid" : "thin", x, top, x, bottom());
      if (fits) {
        svg.words("", x, bottom() + 18, "middle", tick.label());
        free = x + half + LABEL_MIN_GAP;
      }
    }
    svg.line("frame", left(), bottom(), right, bottom());
  }
}
