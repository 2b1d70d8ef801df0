package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.store.WalkFaults;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What is wrong in memory is found by a walk in slices, and said. */
class PlantedFaultTest {
  private static final SegOptions OPTIONS = new SegOptions(4096, 64, 1 << 20);

  private final Shard shard = new Shard(OPTIONS, 64 << 10);
  private final MemorySegment memory = shard.store.memory();
  private final SegLayout layout = SegLayout.of(memory.address(), memory.byteSize(), OPTIONS);
  private final long item = shard.put("planted", "value", 0, 0);

  PlantedFaultTest() {
    for (int i = 0; i < 100; i++) {
      shard.put("other" + i, "value" + i, 0, i);
    }
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
    long place = Slot.place(layout.segment(item), layout.offset(item));
    long position = layout.blocks().offset(layout.blocks().blocks());
    while (Slot.tag(word(position)) == 0 || Slot.place(word(position)) != place) {
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

  private long headerField(String field) {
    long header =
        layout.blocks().headersOffset() + (long) layout.segment(item) * CacheLine.BYTES;
    return header + SegmentTable.LAYOUT.byteOffset(PathElement.groupElement(field));
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

  /** As if its bucket had been split, and it had stayed, or the other way round. */
  @Test
  void aSlotInABucketThatIsNotItsOwn() {
    long from = slotOf(item);
    long to = emptySlot();
    long slot = word(from);
    Bits.putLong(memory, from, Slot.EMPTY);
    Bits.putLong(memory, to, slot);
    WalkFaults.assertFound(shard.store, "live item " + item + " has no slot");
    WalkFaults.assertFound(shard.store, "is not that by which its item is found");
    Bits.putLong(memory, to, Slot.EMPTY);
    Bits.putLong(memory, from, slot);
    shard.close();
  }

  @Test
  void aSlotOfNoItem() {
    int beyond = layout.segmentBytes() - Item.HEADER_BYTES;
    long slot = Slot.withPlace(word(slotOf(item)), layout.segment(item), beyond);
    assertFound(emptySlot(), slot, "names no live item");
    shard.close();
  }

  @Test
  void aSlotOfAnotherItem() {
    long other = shard.find("other7");
    long slot = Slot.withPlace(word(slotOf(item)), layout.segment(other), layout.offset(other));
    assertFound(slotOf(item), slot, "is not that by which its item is found");
    shard.close();
  }

  @Test
  void anItemThatDiedInSilence() {
    long dead = (long) Item.DELETED << Integer.SIZE;
    assertFound(item, word(item) | dead, "curr_items: 101 believed, 100 found");
    shard.close();
  }

  @Test
  void aHeaderThatCountsWrong() {
    long field = headerField("liveItems");
    assertFound(field, word(field) + 1, "live items of " + layout.segment(item));
    shard.close();
  }

  @Test
  void aSegmentThatIsLostToItsChain() {
    long field = headerField("previousByAge");
    assertFound(field, word(field) ^ 1, "is not in its place by age");
    shard.close();
  }
}
