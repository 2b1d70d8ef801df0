package io.gannet.bench.workload;

/** One request to be made: a flyweight that a {@link RequestSource} fills again and again. */
public final class Ask {
  /** What is wanted. */
  public Op op = Op.GET;

  /** Which key; {@link Keys} renders it. */
  public long key;

  /** Bytes of the rendered key, {@link Keys#BYTES_MIN} to {@link Keys#BYTES_MAX}. */
  public int keyBytes;

  /**
   * Bytes of the key's value: what a set stores, and what a get that hits must bring; -1 in a get
   * where the source does not know, and any length is right.
   */
  public int valueBytes;

  /** Seconds until the value expires; 0 is never. */
  public int ttlSec;

  /** When it is due, from the start of the trace, or -1 where the source knows no time. */
  public long atNs = -1;

  /** Takes all that another one has. */
  public void copy(Ask other) {
    op = other.op;
    key = other.key;
    keyBytes = other.keyBytes;
    valueBytes = other.valueBytes;
    ttlSec = other.ttlSec;
    atNs = other.atNs;
  }
}
