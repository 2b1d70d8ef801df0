package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slots taken and given back at random, against what lists say of who lives. */
class ConnectionTableTest {
  private static final int SLOTS = 7;
  private static final int STEPS = 50_000;
  private static final int REMEMBERED = 100;

  private final ConnectionTable table = new ConnectionTable(SLOTS, Connections::unplugged);
  private final List<Connection> live = new ArrayList<>();

  /** User data that CQEs may still bring, of connections that are gone. */
  private final List<Long> stale = new ArrayList<>();

  private final Random random = new Random(13);

  private void acquire() {
    Connection connection = table.acquire(5);
    if (live.size() == SLOTS) {
      assertNull(connection, "more than there are");
      return;
    }
    assertNotNull(connection);
    assertSame(table.slot(connection.index), connection);
    assertEquals(Life.OPEN, connection.life());
    live.add(connection);
  }

  private void release() {
    if (live.isEmpty()) {
      return;
    }
    Connection connection = live.remove(random.nextInt(live.size()));
    stale.add(random.nextInt(1 + stale.size()), connection.userData(Op.SEND));
    if (stale.size() > REMEMBERED) {
      stale.removeLast();
    }
    connection.close();
    table.release(connection);
  }

  private void check() {
    assertEquals(live.size(), table.liveCount());
    Set<Connection> listed = new HashSet<>();
    for (int i = 0; i < table.liveCount(); i++) {
      listed.add(table.live(i));
    }
    assertEquals(Set.copyOf(live), listed);
    for (int slot = 0; slot < SLOTS; slot++) {
      Connection one = table.slot(slot);
      assertEquals(live.contains(one) ? one : null, table.find(one.userData(Op.RECV)));
    }
    for (long userData : stale) {
      assertNull(table.find(userData), "taken for its slot's next user");
    }
  }

  @Test
  void aSlotIsFoundByItsUserAndByNobodyWhoHadItBefore() {
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(16) < 8) {
        acquire();
      } else {
        release();
      }
      check();
    }
  }

  @Test
  void aSlotIsGivenBackOnce() {
    Connection connection = table.acquire(5);
    table.acquire(5);
    connection.close();
    table.release(connection);
    assertThrows(AssertionError.class, () -> table.release(connection));
  }
}
