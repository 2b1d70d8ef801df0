package io.gannet.bench.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is tried.
 *
 * @param rounds how often all cases that the same server can take are gone through; the last tells
 * @param warmUp of each attack, before it is measured; zero for none
 * @param duration of each attack
 * @param memoryMib what servers that are started may store
 * @param serverCpus where they run; this process keeps off
 */
public record HostilePlan(
    List<Case> cases,
    int rounds,
    Duration warmUp,
    Duration duration,
    int memoryMib,
    List<Integer> serverCpus) {
  /** The cases in order, in stretches for which no server is started anew. */
  public List<List<Case>> stretches() {
    List<List<Case>> stretches = new ArrayList<>();
    for (Case one : cases) {
      boolean goesOn = !stretches.isEmpty()
          && stretches.getLast().getLast().connectionsMax() == one.connectionsMax();
      if (!goesOn) {
        stretches.add(new ArrayList<>());
      }
      stretches.getLast().add(one);
    }
    return stretches;
  }
}
