package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.store.WalkFaults;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong in memory is found by a walk in slices, and said. */
class PlantedFaultTest {
  private static final SlabOptions OPTIONS = SlabOptions.defaults().withSlabBytes(4096);

  private final Shard shard = new Shard(OPTIONS, 64 << 10);
  private final MemorySegment memory = shard.store.memory();
  private final SlabLayout layout = SlabLayout.of(memory.address(), memory.byteSize(), OPTIONS);
  private final long item;

  PlantedFaultTest() {
    for (int i = 0; i < 100; i++) {
      shard.put("other" + i, "value" + i, 0, 0);
    }
    shard.put("planted", "value", 0, 0);
    item = shard.find("planted");
    shard.delete("other98");
    shard.delete("other99");
  }

  /** The fault is found while a word is another, and nothing when it is as it was. */
  private void assertFound(long offset, long word, String fault) {
    long was = Bits.getLong(memory, offset);
    Bits.putLong(memory, offset, word);
    WalkFaults.assertFound(shard.store, fault);
    Bits.putLong(memory, offset, was);
    WalkFaults.assertNone(shard.store);
  }

  private long slotOf(long item) {
    long position = layout.blocks().offset(layout.blocks().blocks());
    while (Slot.tag(word(position)) == 0 || Slot.place(word(position)) != layout.place(item)) {
      position += Long.BYTES;
    }
    return position;
  }

  private long emptySlot() {
    long position = layout.blocks().offset(layout.blocks().blocks());
    while (word(position) != Slot.EMPTY) {
      position += Long.BYTES;
    }
    return position;
  }

  private long word(long offset) {
    return Bits.getLong(memory, offset);
  }

  private long header() {
    return layout.blocks().headersOffset() + (long) layout.slab(item) * CacheLine.BYTES;
  }

  @Test
  void anItemWithoutASlot() {
    assertFound(slotOf(item), Slot.EMPTY, "live item " + item + " has no slot");
    shard.close();
  }

  @Test
  void anItemWithTwoSlots() {
    assertFound(emptySlot(), word(slotOf(item)), "is not that by which its item is found");
    shard.close();
  }

  @Test
  void aSlotOfNoItem() {
    long within = Slot.withPlace(word(slotOf(item)), layout.place(item) + 1);
    assertFound(emptySlot(), within, "names no live item");
    shard.close();
  }

  @Test
  void anItemThatDiedInSilence() {
    assertFound(item, word(item) & ~Item.LIVE, "curr_items: 99 believed, 98 found");
    shard.close();
  }

  /** Compaction goes by what it believes to be vacant: more would be too much of a promise. */
  @Test
  void aPlaceThatIsVacantAndNotCounted() {
    assertFound(item, word(item) & ~Item.LIVE, "vacant places of class");
    assertFound(item, word(item) & ~Item.LIVE, "vacant bytes");
    shard.close();
  }

  @Test
  void aPlaceThatIsLostToItsList() {
    long field = header() + SlabTable.FIRST_FREE;
    int first = Bits.getInt(memory, field);
    assertTrue(first != 0, "nothing is free in the slab");
    long second = Item.link(memory, layout.slabOffset(layout.slab(item)) + (first - 1L) * 8);
    assertFound(
        field, word(field) - first + second, "items in the lists of " + layout.slab(item));
    shard.close();
  }

  @Test
  void aListThatRunsInACircle() {
    int first = Bits.getInt(memory, header() + SlabTable.FIRST_FREE);
    long idle = layout.slabOffset(layout.slab(item)) + (first - 1L) * 8;
    long circle = word(idle) & Bits.mask(8) | (long) first << 8;
    assertFound(idle, circle, "have no end");
    shard.close();
  }

  @Test
  void aSlabOfALargeItemThatNamesAnother() {
    shard.put("large", "x".repeat(6_000), 0, 0);
    int behind = layout.slab(shard.find("large")) + 1;
    long field =
        layout.blocks().headersOffset()
            + (long) behind * CacheLine.BYTES
            + SlabTable.CARVED_ITEMS;
    assertFound(field, word(field) - 1, "slab " + behind + " is set aside for nobody");
    shard.close();
  }

  @Test
  void aHeaderThatCountsWrong() {
    long field = header() + SlabTable.LIVE_ITEMS;
    assertFound(field, word(field) + 1, "live items of " + layout.slab(item));
    shard.close();
  }
}
