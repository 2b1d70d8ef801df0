package io.gannet.engine.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A full walk over a store: everything in it is looked at and compared with what the store believes
 * and tells. It goes on by {@link #advance}, as far as it may each time, and the store is used as
 * ever in between: sums are kept right by {@link Found}, and what is wrong with one thing is judged
 * when that is looked at.
 *
 * <p>It allocates, a little when it begins and ends and for what is wrong: for tests, and for who
 * asks for it by name. The store's thread.
 */
public abstract class Walk {
  /** A store that is wrong about everything would fill the memory with what is wrong. */
  private static final int FAULTS_MAX = 64;

  private final Found found;
  private final List<Count> counts = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private boolean over;
  private long items;
  private long itemBytes;

  /** A walk that has found nothing yet. */
  protected Walk() {
    this(new Found());
  }

  /** A walk that begins. */
  protected Walk(Found found) {
    this.found = found;
  }

  /**
   * One figure that the store tells.
   *
   * @param stat its name in {@code stats}
   * @param believed what the counter says
   * @param found what there is
   */
  public record Count(String stat, long believed, long found) {
    /** True if the counter is wrong. */
    public boolean differs() {
      return believed != found;
    }
  }

  /** The walk over nothing, where nothing is stored. */
  public static Walk ofNothing() {
    return new Walk() {};
  }

  /**
   * Goes on.
   *
   * @param steps how much may be looked at, in items, headers and slots; exceeded by a bucket of
   *     slots at most
   * @return true if everything was looked at: then what was found is of this moment
   * @throws IllegalStateException if another walk has begun since
   */
  public final boolean advance(int steps) {
    assert steps > 0;
    if (!over && found.isEnded()) {
      throw new IllegalStateException("another walk has begun");
    }
    for (int left = steps; left > 0 && !over; ) {
      int taken = step();
      if (taken == 0) {
        end();
      }
      left -= taken;
    }
    return over;
  }

  private void end() {
    over = true;
    conclude();
    items = found.items();
    itemBytes = found.keyBytes() + found.valueBytes() + found.metadataBytes();
    found.end();
  }

  /** Goes to its end, in this call. */
  public final Walk complete() {
    while (!advance(Integer.MAX_VALUE)) {
      // That many steps are still not all.
    }
    return this;
  }

  /** Gives up: the store needs not mind it any more. */
  public final void abandon() {
    found.end();
  }

  /** Looks at what is next, and says how many steps that was; 0 if everything was looked at. */
  protected int step() {
    return 0;
  }

  /** Compares the sums, all at once. */
  protected void conclude() {}

  /** Items found that are live; once the walk is over, as is all that follows. */
  public final long items() {
    return items;
  }

  /** Their bytes, headers included. */
  public final long itemBytes() {
    return itemBytes;
  }

  /** The figures that were counted again, whether they differ or not. */
  public final List<Count> counts() {
    return List.copyOf(counts);
  }

  /** Whatever is not as the store believes, at most some dozens; empty if all is well. */
  public final List<String> faults() {
    return List.copyOf(faults);
  }

  /** Compares what was found of the items with what is told of them. */
  protected final void countItems(ItemMetrics metrics) {
    count("curr_items", metrics.items.get(), found.items());
    count("key_bytes", metrics.keyBytes.get(), found.keyBytes());
    count("value_bytes", metrics.valueBytes.get(), found.valueBytes());
    count("metadata_bytes", metrics.metadataBytes.get(), found.metadataBytes());
  }

  /** Says what was found of a figure that the store tells. */
  protected final void count(String stat, long believed, long found) {
    counts.add(new Count(stat, believed, found));
    expect(stat, believed, found);
  }

  /** Says what was found of what the store believes without telling it. */
  protected final void expect(String what, long believed, long found) {
    if (believed != found) {
      fault(what + ": " + believed + " believed, " + found + " found");
    }
  }

  /** The same of one of many: nothing is put into words unless it is wrong. */
  protected final void expect(String what, int which, long believed, long found) {
    if (believed != found) {
      expect(what + " " + which, believed, found);
    }
  }

  /** Says what is wrong. */
  protected final void fault(String what) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(what);
    }
  }
}
