package io.gannet.server.cli;

import java.util.List;

/**
 * What an admin told of one worker's walk.
 *
 * @param stoppedUs for how long the worker served nobody
 * @param counts name, counter and what was found, of each figure
 * @param faults what is not as it is believed
 */
record WalkTold(long stoppedUs, List<List<String>> counts, List<String> faults) {}
