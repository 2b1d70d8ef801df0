package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.Fault;
import java.util.ArrayList;
import java.util.List;

/** How often each {@link Point} was reached, and each fault was played. */
public final class Points {
  private final long[] points = new long[Point.values().length];
  private final long[] faults = new long[Fault.values().length];

  void reach(Point point) {
    points[point.ordinal()]++;
  }

  void reach(Fault fault) {
    faults[fault.ordinal()]++;
  }

  /** How often a point was reached. */
  public long of(Point point) {
    return points[point.ordinal()];
  }

  long of(Fault fault) {
    return faults[fault.ordinal()];
  }

  /** What was never reached, by name. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Point point : Point.values()) {
      if (points[point.ordinal()] == 0) {
        missing.add(point.name());
      }
    }
    for (Fault fault : Fault.values()) {
      if (faults[fault.ordinal()] == 0) {
        missing.add("fault " + fault.name());
      }
    }
    return missing;
  }

  /** Adds what another run has reached. */
  public void add(Points other) {
    for (int i = 0; i < points.length; i++) {
      points[i] += other.points[i];
    }
    for (int i = 0; i < faults.length; i++) {
      faults[i] += other.faults[i];
    }
  }

  /** Each with its count, a line each. */
  public String table() {
    StringBuilder table = new StringBuilder();
    for (Point point : Point.values()) {
      table.append(String.format("%9d  %s%n", points[point.ordinal()], point.name()));
    }
    for (Fault fault : Fault.values()) {
      table.append(String.format("%9d  fault %s%n", faults[fault.ordinal()], fault.name()));
    }
    return table.toString();
  }
}
