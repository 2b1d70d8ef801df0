package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ACCESSED_AT;
import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;

import io.gannet.engine.store.Listed;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * What is stored, slab by slab and place by place: an item moves only when its slab is emptied.
 *
 * <pre>
 *   place   ─ slab, 32 bits ─┬─ item of it, 32 bits ─
 * </pre>
 */
final class SlabListing {
  private final MemorySegment region;
  private final Heap heap;
  private final CoarseClock clock;

  SlabListing(MemorySegment region, Heap heap, CoarseClock clock) {
    this.region = region;
    this.heap = heap;
    this.clock = clock;
  }

  int go(Listed listed, int steps) {
    int slab = (int) (listed.place >>> Integer.SIZE);
    int number = (int) listed.place;
    listed.begin(listed.place);
    int looked = 0;
    while (slab < heap.table.slabs() && looked < steps && listed.item < 0) {
      looked++;
      if (number < items(slab)) {
        look(slab, number++, listed);
      } else {
        slab++;
        number = 0;
      }
    }
    listed.place =
        slab < heap.table.slabs() ? (long) slab << Integer.SIZE | number : Listed.END;
    return looked;
  }

  private int items(int slab) {
    return heap.table.isInUse(slab) ? heap.table.get(slab, CARVED_ITEMS) : 0;
  }

  private void look(int slab, int number, Listed listed) {
    long item = heap.item(slab, number);
    if (!Item.isLive(region, item) || heap.isGone(item, clock.nowSec())) {
      return;
    }
    listed.item = item;
    listed.bytes = Item.bytes(region, item);
    listed.kind = 1 + heap.table.sizeClass(slab);
    listed.knownSinceSec = heap.table.get(slab, ACCESSED_AT);
    listed.token = Item.token(region, item);
  }
}
