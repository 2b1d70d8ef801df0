package io.gannet.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of runs: A B C, B C A, C A B, … Each subject runs once a round and has each place
 * in it as often as any other, so that no place's luck is anyone's own.
 */
public final class Rounds {
  private Rounds() {}

  /** Who runs in this round, in order. */
  public static <T> List<T> order(List<T> subjects, int round) {
    List<T> order = new ArrayList<>(subjects.size());
    for (int i = 0; i < subjects.size(); i++) {
      order.add(subjects.get((round + i) % subjects.size()));
    }
    return order;
  }
}
