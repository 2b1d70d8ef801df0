package io.gannet.bench.table;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.trace.Trace;
import java.util.List;
import java.util.function.Supplier;

/**
 * Some rows of a table: one trace, several sizes of memory.
 *
 * @param name without a comma or a semicolon; the rows' own
 * @param preparing makes the trace, if a cell of it is to be measured; may take seconds
 */
record Case(String name, List<MemorySize> sizes, Supplier<Prepared> preparing) {
  /**
   * What is replayed.
   *
   * @param baseBytes what sizes are shares of
   */
  record Prepared(Trace trace, long baseBytes) {}
}
