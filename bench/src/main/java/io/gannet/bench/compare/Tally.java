package io.gannet.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of one workload, by round and subject. A run that did not count leaves a gap. */
public final class Tally {
  private final List<Map<String, Figures>> rounds = new ArrayList<>();

  /** Notes a run. */
  public void add(int round, String subject, Figures figures) {
    while (rounds.size() <= round) {
      rounds.add(new LinkedHashMap<>());
    }
    rounds.get(round).put(subject, figures);
  }

  /** How many runs of a subject counted. */
  public int count(String subject) {
    return (int) rounds.stream().filter(round -> round.containsKey(subject)).count();
  }

  /** How busy the generator was with a subject, in the middle; 0 when it never ran. */
  double medianBusy(String subject) {
    double[] busy = rounds.stream()
        .filter(round -> round.containsKey(subject))
        .mapToDouble(round -> round.get(subject).generatorBusy())
        .toArray();
    return busy.length == 0 ? 0 : Spread.of(busy).median();
  }

  /** All that one subject measured; empty when it never did. */
  public Optional<Spread> figures(String subject, Measure measure) {
    return spread(rounds.stream()
        .filter(round -> round.containsKey(subject))
        .mapToDouble(round -> measure.of(round.get(subject)))
        .toArray());
  }

  /**
   * The subject over the baseline: a ratio for each round that has both, as the ratio of two
   * medians would compare minutes that never met.
   */
  public Optional<Spread> ratio(String subject, String baseline, Measure measure) {
    return spread(rounds.stream()
        .filter(round -> round.containsKey(subject) && round.containsKey(baseline))
        .mapToDouble(round -> measure.of(round.get(subject)) / measure.of(round.get(baseline)))
        .toArray());
  }

  private static Optional<Spread> spread(double[] figures) {
    for (double figure : figures) {
      if (!Double.isFinite(figure)) {
        return Optional.empty();
      }
    }
    return figures.length == 0 ? Optional.empty() : Optional.of(Spread.of(figures));
  }
}
