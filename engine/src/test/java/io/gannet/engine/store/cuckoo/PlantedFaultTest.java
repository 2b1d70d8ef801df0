package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Hash64;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.WalkFaults;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong in memory is found by a walk in slices, and said. */
class PlantedFaultTest {
  private final Shard shard = new Shard(200);
  private final MemorySegment memory = shard.store.memory();
  private final CuckooLayout layout =
      CuckooLayout.of(memory.address(), memory.byteSize(), CuckooOptions.defaults());

  /** Of the store's slots; it hashes otherwise. */
  private final Table table = new Table(memory, layout, Hash64.seeded(1));

  private final long reservation;
  private final long slot;
  private final long header;

  PlantedFaultTest() {
    for (int i = 0; i < 100; i++) {
      shard.put("other" + i, "value" + i, 0, Store.NEVER);
    }
    shard.put("planted", "value", 0, Store.NEVER);
    reservation = shard.reserve("reserved", 5);
    slot = shard.find("planted");
    header = table.header(slot);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  /** The fault is found while a slot has another header, and nothing when it is as it was. */
  private void assertFound(long slot, long planted, String fault) {
    long was = table.header(slot);
    table.header(slot, planted);
    WalkFaults.assertFound(shard.store, fault);
    table.header(slot, was);
    WalkFaults.assertNone(shard.store);
  }

  private long emptySlot(long bucket) {
    long empty = Table.slot(bucket, 0);
    while (table.header(empty) != Header.EMPTY) {
      empty++;
    }
    assertEquals(bucket, Table.bucket(empty), "the bucket is full");
    return empty;
  }

  @Test
  void anItemThatDiedInSilence() {
    assertFound(slot, Header.EMPTY, "curr_items: 101 believed, 100 found");
    assertFound(slot, Header.EMPTY, "slots taken: 101 believed, 100 found");
  }

  @Test
  void anItemThatIsDeadAndReadByNobody() {
    assertFound(slot, header | Header.DEAD, "dead items: 0 believed, 1 found");
  }

  @Test
  void aReservationThatEndedInSilence() {
    assertFound(reservation, Header.EMPTY, "reservations: 1 believed, 0 found");
  }

  @Test
  void anItemLargerThanItsSlot() {
    long valueLength = Bits.mask(Header.VALUE_LENGTH_WIDTH) << Header.VALUE_LENGTH_SHIFT;
    assertFound(slot, header | valueLength, "holds no item that fits it");
  }

  @Test
  void aDeadlineThatTheSweepDoesNotKnow() {
    long sooner = Header.withDeadlineSec(header, 1);
    assertFound(slot, sooner, "slot " + slot + " expires before the soonest");
  }

  @Test
  void aTagThatIsAnotherKeys() {
    String fault = "the item of slot " + slot + " is not found there";
    assertFound(slot, header ^ 1L << Header.TAG_SHIFT, fault);
  }

  @Test
  void anItemInBothOfItsBuckets() {
    long hash = shard.key("planted").hash;
    long first = table.first(hash);
    long other = emptySlot(Table.bucket(slot) == first ? table.second(hash) : first);
    table.copy(slot, other, header);
    WalkFaults.assertFound(shard.store, "the item of slot " + slot + " is in both of its buckets");
    table.header(other, Header.EMPTY);
    WalkFaults.assertNone(shard.store);
  }

  @Test
  void anItemInNoneOfItsBuckets() {
    long hash = shard.key("planted").hash;
    long bucket = 0;
    while (bucket == table.first(hash) || bucket == table.second(hash)) {
      bucket++;
    }
    long elsewhere = emptySlot(bucket);
    table.copy(slot, elsewhere, header);
    String fault = "the item of slot " + elsewhere + " is in none of its buckets";
    WalkFaults.assertFound(shard.store, fault);
    table.header(elsewhere, Header.EMPTY);
    WalkFaults.assertNone(shard.store);
  }

  /** As long as others are stale: when none is, nobody looks whether this one is. */
  @Test
  void aBlockThatNobodyFlushed() {
    shard.store.flush();
    shard.put("planted", "value", 0, Store.NEVER);
    long bucket = Table.bucket(shard.find("planted"));
    long epochOffset =
        layout.epochsOffset() + bucket / CuckooLayout.BUCKETS_PER_BLOCK * Integer.BYTES;
    int epoch = Bits.getInt(memory, epochOffset);
    Bits.putInt(memory, epochOffset, epoch - 1);
    WalkFaults.assertFound(shard.store, "stale blocks: ");
    WalkFaults.assertFound(shard.store, "curr_items: 1 believed, 0 found");
    Bits.putInt(memory, epochOffset, epoch);
    WalkFaults.assertNone(shard.store);
  }
}
