package io.gannet.bench.trace;

/**
 * How a trace is read.
 *
 * @param format a {@link TraceFormat#name}, or "auto"
 * @param requestsMax only so many from its start; 0 for all
 * @param keyBytes of keys whose size the trace does not tell
 * @param valueBytes of values whose size the trace does not tell
 */
public record TraceOptions(String format, long requestsMax, int keyBytes, int valueBytes) {
  /** The format that leaves it to be guessed. */
  public static final String AUTO = "auto";

  /** All of it; keys of 16 bytes and values of 100 where it does not tell. */
  public static TraceOptions defaults() {
    return new TraceOptions(AUTO, 0, 16, 100);
  }
}
