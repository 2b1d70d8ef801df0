package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param uncounted requests at the start that only warm up
 * @param threads caches measured at the same time
 */
public record MissRatioPlan(
    Trace trace, List<MemorySize> sizes, List<Subject> subjects, int uncounted, int threads) {}
