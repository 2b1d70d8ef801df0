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
  long pinned;
  long held;
  long reservations;
  long reservedBytes;
  long slackBytes;
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

  /** An item of a slab lives, or no longer. */
  void live(int slab, int sizeClass, int sign) {
    live += slab == slabs ? sign : 0;
    placesOf[sizeClass] += sign;
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

  /** Places in use, of all classes. */
  long places() {
    return Arrays.stream(placesOf).sum();
  }

  /** A place is reserved, or no longer. */
  void reserve(int slab, int sizeClass, int sign, int placeBytes) {
    reserved += slab == slabs ? sign : 0;
    placesOf[sizeClass] += sign;
    reservations += sign;
    reservedBytes += (long) sign * placeBytes;
  }

  /** A slab has got its first reservation, or has lost its last one. */
  void held(int slab, int sign) {
    held += slab < slabs ? sign : 0;
  }

  /** A slab has got its first reader, or has lost its last one. */
  void pinned(int slab, int sign) {
    pinned += slab < slabs ? sign : 0;
  }

  /** So many places more are vacant in a slab. */
  void vacate(int slab, int sizeClass, int places) {
    vacantOf[sizeClass] += slab < slabs ? places : 0;
  }

  /** A free slab is cut into items. */
  void opened(int slab, int sizeClass) {
    if (slab < slabs) {
      free--;
      slabsOf[sizeClass]++;
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

  /** A slab is free. What the walk has found in it so far is gone; so it is passed. */
  void freed(int slab, int sizeClass) {
    if (slab < slabs) {
      free++;
      slabsOf[sizeClass]--;
    } else if (slab == slabs && has(layout.slabOffset(slab))) {
      free++;
      pass();
    }
  }
}
