package io.gannet.bench.workload;

/** Says what to ask next. One thread; the synthetic ones allocate nothing. */
public interface RequestSource {
  /** Fills in the next request; false when there is none left. */
  boolean next(Ask ask);
}
