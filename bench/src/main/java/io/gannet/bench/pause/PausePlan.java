package io.gannet.bench.pause;

import io.gannet.bench.ratio.Engine;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param operations of each engine, after as many as its compiler needs
 * @param valueBytes the sizes that values have; each engine gets those that it can hold
 * @param seed of what is asked
 */
public record PausePlan(
    List<Engine> engines, long memoryBytes, long operations, List<Integer> valueBytes, long seed) {}
