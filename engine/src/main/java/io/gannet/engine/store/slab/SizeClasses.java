package io.gannet.engine.store.slab;

import io.gannet.engine.bytes.Bits;
import java.util.Arrays;

/**
 * The sizes that slabs are cut into, smallest first; the last is a whole slab. Immutable.
 *
 * <p>A size is stretched to what as many items leave of a slab: of two items of 400,000 bytes in a
 * slab of 1 MiB each may just as well have 524,288.
 */
final class SizeClasses {
  /** Header, key and a little value. */
  static final int ITEM_BYTES_MIN = 32;

  private static final int LARGER_AT_MOST = 2;

  private final int[] itemBytes;
  private final int slabBytes;

  private SizeClasses(int[] itemBytes, int slabBytes) {
    this.itemBytes = itemBytes;
    this.slabBytes = slabBytes;
  }

  static SizeClasses of(SlabOptions options, int slabBytes) {
    return options.profile().isEmpty()
        ? growing(options.factor(), slabBytes)
        : listed(options.profile().stream().mapToInt(Integer::intValue).toArray(), slabBytes);
  }

  /** Each as much larger than the one before, before they are rounded up. */
  static SizeClasses growing(double factor, int slabBytes) {
    int[] sizes = new int[1 + (int) (Math.log(slabBytes) / Math.log(factor))];
    double size = ITEM_BYTES_MIN;
    int count = 0;
    for (; size < slabBytes; size *= factor) {
      sizes[count++] = (int) size;
    }
    return listed(Arrays.copyOf(sizes, count), slabBytes);
  }

  /** These, as far as a slab has them, and a whole slab. */
  static SizeClasses listed(int[] sizes, int slabBytes) {
    int[] stretched =
        Arrays.stream(sizes)
            .filter(size -> size < slabBytes)
            .map(size -> stretch(size, slabBytes))
            .sorted()
            .distinct()
            .filter(size -> size != slabBytes)
            .toArray();
    int[] all = Arrays.copyOf(stretched, stretched.length + 1);
    all[stretched.length] = slabBytes;
    return new SizeClasses(all, slabBytes);
  }

  private static int stretch(int size, int slabBytes) {
    int perSlab = slabBytes / (int) Bits.alignUp(size, Item.UNIT_BYTES);
    return slabBytes / perSlab & -Item.UNIT_BYTES;
  }

  int count() {
    return itemBytes.length;
  }

  /** The class of which an item has a whole slab. */
  int last() {
    return itemBytes.length - 1;
  }

  int itemBytes(int sizeClass) {
    return itemBytes[sizeClass];
  }

  int slabBytes() {
    return slabBytes;
  }

  int itemsPerSlab(int sizeClass) {
    return slabBytes / itemBytes[sizeClass];
  }

  /** The largest class whose items take at most twice as much, and a little more room is lost. */
  int notMuchLarger(int sizeClass) {
    int last = sizeClass;
    while (last + 1 < count() && itemBytes[last + 1] <= LARGER_AT_MOST * itemBytes[sizeClass]) {
      last++;
    }
    return last;
  }

  /** The smallest class of items that have room for so many bytes, which a slab has. */
  int of(int bytes) {
    assert bytes <= slabBytes;
    int low = 0;
    int high = itemBytes.length - 1;
    while (low < high) {
      int middle = low + high >>> 1;
      if (itemBytes[middle] < bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
