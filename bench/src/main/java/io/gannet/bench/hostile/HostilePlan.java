package io.gannet.bench.hostile;

import java.time.Duration;
import java.util.List;

/**
 * What is tried.
 *
 * @param warmUp of each attack, before it is measured; zero for none
 * @param duration of each attack
 * @param memoryMib what servers that are started may store
 * @param serverCpus where they run; this process keeps off
 */
public record HostilePlan(
    List<Case> cases,
    Duration warmUp,
    Duration duration,
    int memoryMib,
    List<Integer> serverCpus) {}
