package io.gannet.engine.store.slab;

import io.gannet.engine.store.Found;
import java.util.Arrays;

/**
 * What a walk has found so far. Places are offsets in the region, so the walk may stop between any
 * two items; after the items of a slab come its lists of idle places, then its header.
 */
final class SlabFound extends Found {
  private final SlabLayout layout;

  /** Slabs passed: the one with this number is being walked. */
  int slabs;

  long free;
  long aside;
  long pinned;
  long held;
  long reservations;
  long reservedBytes;
  long slackBytes;
  long liveItems;
  final long[] slabsOf;
  final long[] itemsOf;
  final long[] bytesOf;
  final long[] placesOf;
  final long[] vacantOf;

  /** Of the slab that is being walked. */
  int live;
  int reserved;
  final IdleFound idle = new IdleFound();

  SlabFound(SlabLayout layout, int classes) {
    this.layout = layout;
    this.slabsOf = new long[classes];
    this.itemsOf = new long[classes];
    this.bytesOf = new long[classes];
    this.placesOf = new long[classes];
    this.vacantOf = new long[classes];
    frontier(layout.slabOffset(0));
  }

  @Override
  public void end() {
    super.end();
    slabs = 0;
    idle.reset();
  }

  /** The slab that is being walked is passed. */
  void pass() {
    slabs++;
    frontier(layout.slabOffset(slabs));
    live = 0;
    reserved = 0;
    idle.reset();
  }

  /** An item of a slab, or of so many, lives, or no longer. */
  void live(int slab, int sizeClass, int sign, int span) {
    live += slab == slabs ? sign : 0;
    liveItems += sign;
    placesOf[sizeClass] += sign * span;
  }

  /** An item is held, or no longer. */
  void account(
      int sizeClass, int sign, int keyLength, int valueLength, int headerBytes, int placeBytes) {
    int bytes = headerBytes + keyLength + valueLength;
    account(sign, keyLength, valueLength, headerBytes);
    slackBytes += (long) sign * (placeBytes - bytes);
    itemsOf[sizeClass] += sign;
    bytesOf[sizeClass] += (long) sign * bytes;
  }

  @Override
  public void forgetItems() {
    super.forgetItems();
    slackBytes = 0;
    Arrays.fill(itemsOf, 0);
    Arrays.fill(bytesOf, 0);
  }

  /** A place of a slab, or one that has so many, is reserved, or no longer. */
  void reserve(int slab, int sizeClass, int sign, int span, int placeBytes) {
    reserved += slab == slabs ? sign : 0;
    placesOf[sizeClass] += sign * span;
    reservations += sign;
    reservedBytes += (long) sign * placeBytes;
  }

  /** So many slabs, from this one on, have got their first reservation, or lost the last. */
  void held(int slab, int span) {
    held += slab < slabs ? span : 0;
  }

  /** The same of readers. */
  void pinned(int slab, int span) {
    pinned += slab < slabs ? span : 0;
  }

  /** So many places more are vacant in a slab. */
  void vacate(int slab, int sizeClass, int places) {
    vacantOf[sizeClass] += slab < slabs ? places : 0;
  }

  /** A slab that was free, or set aside, is cut into items, or has one with those behind it. */
  void opened(int slab, int sizeClass, boolean wasAside, int span) {
    if (slab < slabs) {
      free -= wasAside ? 0 : 1;
      aside -= wasAside ? 1 : 0;
      slabsOf[sizeClass] += span;
    }
  }

  /** A free slab is set aside, or, with {@code sign} -1, free again. */
  void aside(int slab, int sign) {
    if (slab < slabs) {
      free -= sign;
      aside += sign;
    }
  }

  /** A free slab, the last one, is none any more. */
  void dropped(int slab) {
    free -= slab < slabs ? 1 : 0;
  }

  /** There is a free slab more behind all others. */
  void added(int slab) {
    free += slab < slabs ? 1 : 0;
  }

  /**
   * A slab is free, those behind it in a run follow. What the walk has found in it so far is gone;
   * so it is passed.
   */
  void freed(int slab, int sizeClass, int span) {
    if (slab < slabs) {
      free++;
      slabsOf[sizeClass] -= span;
    } else if (slab == slabs && has(layout.slabOffset(slab))) {
      free++;
      pass();
    }
  }
}
