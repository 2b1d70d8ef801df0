package io.gannet.bench.trace;

/** A way in which traces are written down. Stateless. */
public interface TraceFormat {
  /** As the option spells it. */
  String name();

  /** What a line or a record has to be, for errors and for help. */
  String expected();

  /**
   * The unit of {@link TraceRecord#tick} in nanoseconds, or 0 where requests have no time of their
   * own: then one comes every millisecond.
   */
  long tickNs();

  /** Whether a file seems to be of this format. */
  boolean recognises(TraceHead head);

  /**
   * Reads the next request.
   *
   * @return false at the end of the trace
   * @throws TraceException naming file, place and what is {@linkplain #expected expected}
   */
  boolean read(TraceInput in, TraceRecord record);
}
