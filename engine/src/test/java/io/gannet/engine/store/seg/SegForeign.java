package io.gannet.engine.store.seg;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.ForeignSubject;
import io.gannet.engine.store.ForeignSubject.Shared;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/** Segment stores that other threads read. */
public final class SegForeign {
  private SegForeign() {}

  /** One of each policy. */
  public static Stream<ForeignSubject> all() {
    return SegOptions.EVICTION.choices().stream()
        .filter(policy -> !policy.equals("none"))
        .map(
            policy ->
                new ForeignSubject(
                    "seg " + policy,
                    (region, clock, seed, sequences) ->
                        make(policy, region, clock, seed, sequences)));
  }

  private static Shared make(
      String policy, MemorySegment region, CoarseClock clock, long seed, Sequences sequences) {
    SegOptions options =
        new SegOptions(ForeignSubject.BLOCK_BYTES, 64, 1 << 20).withEviction(policy);
    SegLayout layout = SegLayout.of(region.address(), region.byteSize(), options);
    SegStore store = new SegStore(region, options, clock, seed, sequences);
    return new Shared(
        store,
        (work, careful) -> reader(region, layout, sequences, store.ghosts(), work),
        SegForeign::checkToken);
  }

  private static SegReader reader(
      MemorySegment region, SegLayout layout, Sequences sequences, Ghosts ghosts,
      Runnable work) {
    SegmentTable table =
        new SegmentTable(region, layout.blocks().headersOffset(), layout.segments());
    return new SegReader(region, layout, table, sequences, ghosts) {
      @Override
      protected void step() {
        work.run();
      }
    };
  }

  private static void checkToken(long cas, boolean known) {
    check(cas == 0 || cas >>> Slot.OFFSET_WIDTH > 0, "a token of a segment that was free");
    check(cas == 0 || known, "a token that nobody knows");
  }
}
