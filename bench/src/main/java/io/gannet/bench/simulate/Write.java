package io.gannet.bench.simulate;

/**
 * One request that changes what a key holds, or what all do. When it is carried out nobody knows
 * but the worker: somewhere between {@link #invokedAt} and {@link #executedBy}, counted in steps.
 */
final class Write {
  static final long NEVER = Long.MAX_VALUE;

  final long id;
  final Key key;
  final int length;
  final int flags;
  final Exchange by;

  /** Not before this: when its last byte was sent. */
  long invokedAt = NEVER;

  /** Not after this: when its reply came, or somebody saw what it wrote. */
  long executedBy = NEVER;

  long executedByNs = NEVER;

  /** It was refused, or its condition did not hold. */
  boolean isVoid;

  /** Seconds until it may not be seen any more; 0 for never. */
  int exptimeSec;

  Write(long id, Key key, int length, int flags, Exchange by) {
    this.id = id;
    this.key = key;
    this.length = length;
    this.flags = flags;
    this.by = by;
  }

  /** True if nothing of what was there before is seen once it was carried out. */
  boolean replaces() {
    return by.kind != Exchange.Kind.APPEND && by.kind != Exchange.Kind.PREPEND;
  }

  boolean isCertain() {
    return executedBy != NEVER && !isVoid;
  }

  /** Known to have been carried out before another was, or before a read. */
  boolean isBefore(Exchange other) {
    return isVoid ? false : executedBy < other.invokedAt || by.precedes(other);
  }

  /** The same of a read's beginning and this. */
  boolean isBehind(Exchange other) {
    return other.answeredAt < invokedAt || other.precedes(by);
  }

  @Override
  public String toString() {
    return "write " + Long.toString(id, 36) + " of " + length + " by " + by;
  }
}
