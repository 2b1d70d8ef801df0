package io.gannet.bench.compare;

import java.util.Map;

/**
 * One run against one server.
 *
 * @param errors answers that were refused, wrong or lost: with any the run is void
 * @param errorKinds what they were
 * @param othersCores CPU time over time of all but the server and this process, steal included
 */
public record Trial(
    Figures figures, long errors, Map<String, Long> errorKinds, double othersCores) {}
