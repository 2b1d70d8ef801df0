package io.gannet.engine.store.cuckoo;

/**
 * The places of items that are being received: of the shape of slots, so that publishing one is one
 * copy of less than a slot. A free place's header is the number of the next free one, which leaves
 * its key length 0.
 */
final class Staging {
  private static final long NONE = 0;

  private final Table table;
  private final CuckooMetrics metrics;
  private long free = NONE;
  private CuckooFound found;

  Staging(Table table, CuckooLayout layout, CuckooMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
    this.found = new CuckooFound(layout);
    long first = layout.slots();
    for (long place = first + layout.stagingPlaces() - 1; place >= first; place--) {
      push(place);
    }
  }

  /** From now on what this walk has found is kept right, and no other's. */
  void follow(CuckooFound walk) {
    found = walk;
  }

  /** True if a place may be open for long: the last one is for what comes and goes at once. */
  boolean mayOpen() {
    return free != NONE && table.header(free) != NONE;
  }

  /** A place, or ABSENT if all are open. */
  long open() {
    if (free == NONE) {
      return Table.ABSENT;
    }
    long place = free;
    free = table.header(place);
    return place;
  }

  /** Accounts for what was reserved in a place. */
  void reserved(long place) {
    account(place, 1);
  }

  /** Gives a place back. */
  void close(long place) {
    assert Header.keyLength(table.header(place)) > 0 : "a reservation that is not open";
    account(place, -1);
    push(place);
  }

  private void push(long place) {
    table.header(place, free);
    free = place;
  }

  private void account(long place, int sign) {
    long bytes = (long) sign * table.itemBytes(table.header(place));
    metrics.reservations.add(sign);
    metrics.reservedBytes.add(bytes);
    if (found.has(place)) {
      found.reservations += sign;
      found.reservedBytes += bytes;
    }
  }
}
