package io.gannet.engine.store.slab;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.ForeignSubject;
import io.gannet.engine.store.ForeignSubject.Shared;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/** Slab stores that other threads read. */
public final class SlabForeign {
  private SlabForeign() {}

  /** One of each policy. */
  public static Stream<ForeignSubject> all() {
    return SlabOptions.EVICTION.choices().stream()
        .filter(policy -> !policy.equals("none"))
        .map(
            policy ->
                new ForeignSubject(
                    "slab " + policy,
                    (region, clock, seed, sequences) ->
                        make(policy, region, clock, seed, sequences)));
  }

  private static Shared make(
      String policy, MemorySegment region, CoarseClock clock, long seed, Sequences sequences) {
    SlabOptions options =
        SlabOptions.defaults().withSlabBytes(ForeignSubject.BLOCK_BYTES).withEviction(policy);
    SlabLayout layout = SlabLayout.of(region.address(), region.byteSize(), options);
    SlabStore store = new SlabStore(region, options, clock, seed, sequences);
    SlabTable table =
        new SlabTable(
            region, layout.blocks().headersOffset(), layout.slabs(),
            SizeClasses.of(options, layout.slabBytes()).last());
    return new Shared(
        store,
        (work, careful) -> reader(region, layout, table, sequences, store.ghosts(), work, careful),
        (cas, known) -> check(cas > 0, "every item has a token"));
  }

  private static SlabReader reader(
      MemorySegment region, SlabLayout layout, SlabTable table, Sequences sequences,
      Ghosts ghosts, Runnable work, boolean careful) {
    return new SlabReader(region, layout, table, sequences, ghosts) {
      @Override
      protected void step() {
        work.run();
      }

      @Override
      boolean isStill(long position, long slot, long item, long word) {
        return !careful || super.isStill(position, slot, item, word);
      }
    };
  }
}
