package io.gannet.bench.load;

import io.gannet.bench.workload.Ask;

/** Which requests are due, and when. */
interface Agenda {
  /** When the first that was not taken is due, or {@link Span#NEVER} if none is left. */
  long dueNs();

  /** Fills in that first one, which leaves the agenda; false if the source has ended. */
  boolean take(Ask ask);

  /** Nobody can take what is due by now: what does not fit into the backlog is dropped. */
  void postpone(long nowNs);

  /** Whether nothing more becomes due, however long one waits; the backlog may hold some. */
  boolean isExhausted();

  /** Counts what is due and was not taken as dropped. */
  void drop();
}
