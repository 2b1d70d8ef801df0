package io.gannet.bench.density;

import io.gannet.bench.compare.CompareException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Weighs every contender with little memory and with much, in turns. */
public final class Density {
  private static final double MIB = 1 << 20;

  private final DensityPlan plan;
  private final Scales scales;
  private final Consumer<String> progress;

  private Density(DensityPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.scales = new Scales(plan);
    this.progress = progress;
  }

  /** Blocks until all are weighed; {@code progress} is told a line for each weighing. */
  public static DensityReport run(
      List<Contender> contenders, DensityPlan plan, Consumer<String> progress) {
    Density density = new Density(plan, progress);
    return new DensityReport(plan, contenders.stream().map(density::row).toList());
  }

  private DensityReport.Row row(Contender contender) {
    List<Weighing> little = new ArrayList<>();
    List<Weighing> much = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      little.add(weigh(contender, plan.littleMib()));
      much.add(weigh(contender, plan.muchMib()));
    }
    Slope slope = new Slope(little, much, plan.itemBytes());
    if (slope.muchItems() <= slope.littleItems()) {
      throw new CompareException(
          contender.name() + " gave back no more items with much memory than with little",
          "give keys and values that it can hold, and memory further apart");
    }
    return new DensityReport.Row(contender, slope);
  }

  private Weighing weigh(Contender contender, int memoryMib) {
    Weighing weighing = scales.weigh(contender.subject(), memoryMib);
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s with %d MiB: %,d of %,d items, %.1f MiB resident",
            contender.name(), memoryMib, weighing.items(), plan.keys(),
            weighing.residentBytes() / MIB));
    return weighing;
  }
}
