package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.store.Ghosts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final int DEADLINE_SEC = 77;

  private final MemorySegment region = Arena.ofAuto().allocate(64 << 10, 64);
  private final CuckooLayout layout =
      CuckooLayout.of(region.address(), region.byteSize(), CuckooOptions.defaults());
  private final Table table = new Table(region, layout, Hash64.seeded(1));
  private final Cells cells =
      new Cells(
          table, new Blocks(region, layout), layout, new Ghosts(region.byteSize()),
          new CuckooMetrics(layout));

  private void fill(long slot) {
    cells.freshen(Table.bucket(slot));
    cells.fill(slot, layout.slots(), Header.pack(3, 4, 5, false, DEADLINE_SEC));
  }

  /** Else a sweep that has passed its new place, and not its old one, never hears of it. */
  @Test
  void theDeadlineOfAnItemThatMovesIsTakenIntoAccountAnew() {
    fill(20);
    cells.forgetSoonest();
    cells.freshen(Table.bucket(4));
    cells.move(20, 4);
    assertEquals(DEADLINE_SEC, cells.soonestSec());
    assertEquals(Header.EMPTY, table.header(20));
    assertEquals(1, cells.taken());
  }
}
