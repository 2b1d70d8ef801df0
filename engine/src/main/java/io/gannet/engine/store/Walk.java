package io.gannet.engine.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A full walk over a store: everything in it is looked at and compared with what the store believes
 * and tells. It takes as long as the memory is large, and it allocates: for tests, and for who asks
 * for it by name. Each engine's own walk is one of these, complete once it is constructed.
 */
public abstract class Walk {
  /** A store that is wrong about everything would fill the memory with what is wrong. */
  private static final int FAULTS_MAX = 64;

  private final List<Count> counts = new ArrayList<>();
  private long items;
  private long keyBytes;
  private long valueBytes;
  private long metadataBytes;
  private final List<String> faults = new ArrayList<>();

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

  /** Items found that are live. */
  public final long items() {
    return items;
  }

  /** Their bytes, headers included. */
  public final long itemBytes() {
    return keyBytes + valueBytes + metadataBytes;
  }

  /** The figures that were counted again, whether they differ or not. */
  public final List<Count> counts() {
    return List.copyOf(counts);
  }

  /** Whatever is not as the store believes, at most some dozens; empty if all is well. */
  public final List<String> faults() {
    return List.copyOf(faults);
  }

  /** Counts a live item that was found. */
  protected final void tally(int keyLength, int valueLength, int metadataLength) {
    items++;
    keyBytes += keyLength;
    valueBytes += valueLength;
    metadataBytes += metadataLength;
  }

  /** Compares what was tallied with what is told of it. */
  protected final void countItems(ItemMetrics metrics) {
    count("curr_items", metrics.items.get(), items);
    count("key_bytes", metrics.keyBytes.get(), keyBytes);
    count("value_bytes", metrics.valueBytes.get(), valueBytes);
    count("metadata_bytes", metrics.metadataBytes.get(), metadataBytes);
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
