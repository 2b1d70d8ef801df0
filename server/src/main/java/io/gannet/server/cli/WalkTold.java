package io.gannet.server.cli;

import java.util.List;

/**
 * What an admin told of one worker's walk.
 *
 * @param slices in how many turns of the worker it was made
 * @param longestUs the longest time that it took of one
 * @param tookUs how long it was under way
 * @param counts name, counter and what was found, of each figure
 * @param faults what is not as it is believed
 */
record WalkTold(
    long slices, long longestUs, long tookUs, List<List<String>> counts, List<String> faults) {}
