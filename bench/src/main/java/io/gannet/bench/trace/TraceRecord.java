package io.gannet.bench.trace;

/** One request as a trace has it: a flyweight that a {@link TraceFormat} fills again and again. */
public final class TraceRecord {
  /** A size that the trace does not tell. */
  public static final int UNKNOWN = -1;

  /** What was asked. */
  public Verb verb = Verb.GET;

  /** The key, or a hash of it. */
  public long key;

  /** Bytes of the key, or {@link #UNKNOWN}. */
  public int keyBytes = UNKNOWN;

  /** Bytes of the value, or {@link #UNKNOWN}. */
  public int valueBytes = UNKNOWN;

  /** Seconds that a stored value lives; 0 is for ever, or not told. */
  public int ttlSec;

  /** When, in units of {@link TraceFormat#tickNs}. */
  public long tick;
}
