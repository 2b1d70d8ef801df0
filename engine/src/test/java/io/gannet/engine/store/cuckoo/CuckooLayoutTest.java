package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Hash64;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.store.SparseMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class CuckooLayoutTest {
  private static final List<CuckooOptions> ALL =
      List.of(
          CuckooOptions.defaults(),
          new CuckooOptions(72, false, EvictionPolicy.LFU),
          new CuckooOptions(32, false, EvictionPolicy.LFU),
          new CuckooOptions(4096, true, EvictionPolicy.CTE));

  @Test
  void everyByteHasAUseOrIsCountedAsLeftOver() {
    for (CuckooOptions options : ALL) {
      for (long bytes = 1 << 20; bytes <= 1L << 46; bytes = bytes * 2 + 7) {
        for (long address : new long[] {0, 1, 63, 4096}) {
          CuckooLayout layout = CuckooLayout.of(address, bytes, options);
          long used =
              (layout.buckets() + layout.stagingBuckets()) * layout.bucketBytes()
                  + layout.told() * 16L + layout.blocks() * 4L;
          assertEquals(bytes, used + layout.leftoverBytes());
          long leftoverMax = 64 + layout.bucketBytes() + 8;
          assertTrue(layout.leftoverBytes() < leftoverMax, "left: " + layout.leftoverBytes());
          assertEquals(0, (address + layout.tableOffset()) % 64);
          assertTrue(layout.epochsOffset() + layout.blocks() * 4L <= bytes);
        }
      }
    }
  }

  /** Above 2³¹ slots too: those of every size that there is. */
  @Test
  void slotsLieOneBehindTheOtherUpToWhatTheOptionsAllow() {
    for (int slotBytes = 32; slotBytes <= 4096; slotBytes += 8) {
      for (long bytes = 1 << 30; bytes <= 1L << 46; bytes *= 4) {
        CuckooOptions options = new CuckooOptions(slotBytes, true, EvictionPolicy.LFU);
        CuckooLayout layout = CuckooLayout.of(0, bytes, options);
        assertTrue(layout.slots() * slotBytes > bytes / 100 * 97, slotBytes + " of " + bytes);
        long last = layout.buckets() - 1;
        assertEquals(last, Table.bucket(Table.slot(last, 7)));
        assertEquals(layout.slots(), Table.slot(last, 7) + 1);
      }
    }
  }

  /** Nothing of the memory is touched: 2²⁸ buckets were too many. */
  @Test
  void keysHaveTheirBucketsInAllOfALargeTable() {
    Hash64 hash64 = Hash64.seeded(1);
    for (long bytes : new long[] {1L << 38, 1L << 46}) {
      CuckooLayout layout = CuckooLayout.of(0, bytes, CuckooOptions.defaults());
      Table table = new Table(MemorySegment.NULL, layout, hash64);
      long highest = 0;
      for (int i = 0; i < 10_000; i++) {
        long hash = hash64.hash(i);
        assertTrue(table.first(hash) >= 0 && table.first(hash) < layout.buckets());
        assertTrue(table.second(hash) >= 0 && table.second(hash) < layout.buckets());
        highest = Math.max(highest, Math.max(table.first(hash), table.second(hash)));
      }
      assertTrue(highest > layout.buckets() / 1000 * 999, "the end is not used");
      assertTrue(table.tokenOffset(layout.slots() - 1) < layout.toldOffset());
      assertTrue(table.tokenOffset(layout.slots() - 1) > bytes / 100 * 97);
    }
  }

  @Test
  void theLastSlotLiesInMemoryUpToWhatTheOptionsAllow() {
    try (SparseMemory sparse = new SparseMemory(SparseMemory.BYTES_MAX)) {
      MemorySegment region = sparse.memory();
      for (int slotBytes = 32; slotBytes <= 4096; slotBytes += 8) {
        CuckooOptions options = new CuckooOptions(slotBytes, true, EvictionPolicy.LFU);
        CuckooLayout layout = CuckooLayout.of(region.address(), region.byteSize(), options);
        Table table = new Table(region, layout, Hash64.seeded(1));
        long last = layout.slots() - 1;
        table.header(0, 1);
        table.header(last, 2);
        Bits.putLong(region, table.tokenOffset(last), 3);
        Bits.putInt(region, layout.epochsOffset() + (layout.blocks() - 1) * Integer.BYTES, 4);
        assertEquals(1, table.header(0), "slots of " + slotBytes);
        assertEquals(2, table.header(last), "slots of " + slotBytes);
        assertEquals(3, Bits.getLong(region, table.tokenOffset(last)));
      }
    }
  }

  @Test
  void headersOfABucketAreOneCacheLine() {
    for (int slotBytes = 32; slotBytes <= 4096; slotBytes += 8) {
      CuckooOptions options = new CuckooOptions(slotBytes, true, EvictionPolicy.LFU);
      assertEquals(0, CuckooLayout.of(0, 1 << 20, options).bucketBytes() % 64);
    }
  }

  @Test
  void nearlyAllMemoryIsSlots() {
    for (CuckooOptions options : ALL) {
      long bytes = 64L << 20;
      CuckooLayout layout = CuckooLayout.of(0, bytes, options);
      double share = (double) layout.slots() * layout.slotBytes() / bytes;
      assertTrue(share > 0.98, options + ": " + share);
    }
  }

  @Test
  void tooLittleMemoryIsRefusedWithTheCure() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> CuckooLayout.of(0, 1000, CuckooOptions.defaults()));
    assertTrue(refusal.getMessage().contains("slot-size"), refusal.getMessage());
  }

  @Test
  void aSlotSizeThatIsNoMultipleOfEightIsRefused() {
    for (int slotBytes : new int[] {0, 24, 63, 68, 4104}) {
      Exception refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> new CuckooOptions(slotBytes, true, EvictionPolicy.LFU));
      assertTrue(refusal.getMessage().contains("multiple of 8"), refusal.getMessage());
    }
  }

  @Test
  void theDefaultsAreThoseOfTheOptions() {
    assertEquals(CuckooOptions.defaults(), CuckooOptions.from(new Given(64)));
    assertEquals("64", CuckooOptions.SLOT_SIZE.defaultText());
  }

  @Test
  void aSlotSizeThatIsAskedForIsRoundedUp() {
    assertEquals(104, CuckooOptions.from(new Given(97)).slotBytes());
    assertEquals(104, CuckooOptions.from(new Given(104)).slotBytes());
    assertEquals(4096, CuckooOptions.from(new Given(4089)).slotBytes());
  }

  private record Given(long slotBytes) implements Settings {
    @Override
    public String text(Option option) {
      return option.defaultText();
    }

    @Override
    public long number(Option option) {
      return slotBytes;
    }

    @Override
    public boolean on(Option option) {
      throw new AssertionError(option);
    }

    @Override
    public boolean isSet(Option option) {
      return false;
    }
  }
}
