package io.gannet.engine.store.direct;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.store.WalkFaults;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong in memory is found by a walk in slices, and said. */
class PlantedFaultTest {
  private static final DirectOptions OPTIONS = new DirectOptions(96);

  private final StoreShard<DirectStore> shard =
      new StoreShard<>(
          16 << 10,
          (region, clock, hashSeed) -> {
            DirectStore store = new DirectStore(region, OPTIONS, clock, hashSeed);
            return new Made<>(
                store,
                store.metrics(),
                () -> store.walk().faults(),
                OPTIONS.keyAndValueBytesMax(),
                true);
          });
  private final MemorySegment memory = shard.store.memory();
  private final long reservation;
  private final long item;

  PlantedFaultTest() {
    for (int i = 0; i < 50; i++) {
      shard.put("other" + i, "value" + i, 0, Store.NEVER);
    }
    reservation = shard.reserve("reserved", 5);
    item = shard.put("planted", "value", 0, Store.NEVER);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  /** The fault is found while a word is another, and nothing when it is as it was. */
  private void assertFound(long offset, int word, String fault) {
    int was = Bits.getInt(memory, offset);
    Bits.putInt(memory, offset, word);
    WalkFaults.assertFound(shard.store, fault);
    Bits.putInt(memory, offset, was);
    WalkFaults.assertNone(shard.store);
  }

  private long field(long slot, int field) {
    return shard.store.keyOffset(slot) - Slots.HEADER_BYTES + field;
  }

  /** Where it stands that a bucket holds this slot, or with ABSENT none. */
  private long bucketOf(long slot) {
    long offset = 0;
    while (Bits.getInt(memory, offset) + Store.ABSENT != slot) {
      offset += Integer.BYTES;
    }
    return offset;
  }

  @Test
  void anItemThatDiedInSilence() {
    long items = shard.stat("curr_items");
    String fault = "curr_items: " + items + " believed, " + (items - 1) + " found";
    assertFound(field(item, Slots.STATE), Slots.FREE, fault);
  }

  @Test
  void aReservationThatEndedInSilence() {
    String fault = "reservations: 1 believed, 0 found";
    assertFound(field(reservation, Slots.STATE), Slots.FREE, fault);
  }

  @Test
  void aSendThatIsOverAndHoldsItsSlot() {
    assertFound(field(item, Slots.STATE), Slots.READ, "waits for a send that is over");
  }

  @Test
  void aPinOfNobody() {
    assertFound(field(item, Slots.PINS), 1, "pins: 0 believed, 1 found");
  }

  @Test
  void anItemLargerThanItsSlot() {
    assertFound(field(item, Slots.LENGTHS), -1, "holds an item that does not fit it");
  }

  @Test
  void anItemThatItsBucketHasLost() {
    assertFound(bucketOf(item), 0, "slot " + item + " is held, but not by its bucket");
  }

  @Test
  void anItemThatTwoBucketsHold() {
    String fault = "holds slot " + item + ", which is not its own";
    assertFound(bucketOf(Store.ABSENT), (int) (item - Store.ABSENT), fault);
  }
}
