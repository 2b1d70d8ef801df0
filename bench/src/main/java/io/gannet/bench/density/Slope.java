package io.gannet.bench.density;

import io.gannet.bench.compare.Spread;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a server grew by from little memory to much, for each item that it holds more.
 *
 * <p>The process is more than its store, and the rest of it (a JVM's heap, its compiled code)
 * differs by some megabytes from start to start, whatever the memory: a noise of several bytes an
 * item. So medians of rounds are compared, and the store's own growth stands beside.
 *
 * @param little a weighing a round, in the order of the rounds
 * @param much likewise, with more memory
 * @param itemBytes key and value of an item
 */
record Slope(List<Weighing> little, List<Weighing> much, int itemBytes) {
  /** Bytes that an item costs the process beyond key and value. */
  double processBytes() {
    return growth(little, much, Weighing::residentBytes) - itemBytes;
  }

  /** The same of each round alone: how far one measurement can be trusted. */
  List<Double> processBytesByRound() {
    return IntStream.range(0, little.size())
        .mapToObj(
            round ->
                growth(
                        little.subList(round, round + 1),
                        much.subList(round, round + 1),
                        Weighing::residentBytes)
                    - itemBytes)
        .toList();
  }

  /** The same of the memory that the server was given, if it can be told from the rest. */
  OptionalDouble storeBytes() {
    boolean isKnown =
        IntStream.range(0, little.size())
            .allMatch(
                round ->
                    little.get(round).storeBytes().isPresent()
                        && much.get(round).storeBytes().isPresent());
    return isKnown
        ? OptionalDouble.of(growth(little, much, one -> one.storeBytes().orElseThrow()) - itemBytes)
        : OptionalDouble.empty();
  }

  /** What the server itself says with much memory, if it does. */
  OptionalDouble toldBytes() {
    double[] told =
        much.stream()
            .filter(one -> one.toldBytes().isPresent())
            .mapToDouble(one -> one.toldBytes().getAsDouble())
            .toArray();
    return told.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(told));
  }

  double littleItems() {
    return median(little, Weighing::items);
  }

  double muchItems() {
    return median(much, Weighing::items);
  }

  private static double growth(
      List<Weighing> little, List<Weighing> much, ToDoubleFunction<Weighing> bytes) {
    double items = median(much, Weighing::items) - median(little, Weighing::items);
    return (median(much, bytes) - median(little, bytes)) / items;
  }

  private static double median(List<Weighing> weighings, ToDoubleFunction<Weighing> figure) {
    return median(weighings.stream().mapToDouble(figure).toArray());
  }

  private static double median(double[] figures) {
    return Spread.of(figures).median();
  }
}
