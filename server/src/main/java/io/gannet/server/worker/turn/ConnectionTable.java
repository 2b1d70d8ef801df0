package io.gannet.server.worker.turn;

import io.gannet.ffi.uring.UserData;
import java.util.function.IntFunction;

/**
 * A worker's connections: slots made at start, and a dense list of those in use, with the second in
 * which each is to be looked at for what time has done to it. Whatever happens to a connection
 * begins with a CQE of its, so one that has had none since it was looked at is as it was then.
 *
 * <p>A slot's number is also its place in the ring's table of direct descriptors. Invariant: each
 * slot is either free or in the list, and knows its position there. One thread.
 */
final class ConnectionTable {
  private static final int SOON = 0;

  private final Connection[] slots;
  private final int[] free;
  private final Connection[] live;

  /** By position in the list: all that a sweep reads of those that it need not look at. */
  private final int[] lookAtSec;

  private int freeCount;
  private int liveCount;

  ConnectionTable(int count, IntFunction<Connection> maker) {
    slots = new Connection[count];
    free = new int[count];
    live = new Connection[count];
    lookAtSec = new int[count];
    for (int i = 0; i < count; i++) {
      slots[i] = maker.apply(i);
      free[i] = count - 1 - i;
    }
    freeCount = count;
  }

  /** A slot for a connection that begins now, or null if all are in use. */
  Connection acquire(int nowSec) {
    if (freeCount == 0) {
      return null;
    }
    Connection connection = slots[free[--freeCount]];
    connection.begin(nowSec);
    connection.livePosition = liveCount;
    lookAtSec[liveCount] = SOON;
    live[liveCount++] = connection;
    assert freeCount + liveCount == slots.length;
    return connection;
  }

  /** Gives a slot back; CQEs of its past user are stale from here on. */
  void release(Connection connection) {
    assert live[connection.livePosition] == connection;
    connection.reset();
    Connection moved = live[--liveCount];
    live[connection.livePosition] = moved;
    lookAtSec[connection.livePosition] = lookAtSec[liveCount];
    moved.livePosition = connection.livePosition;
    live[liveCount] = null;
    free[freeCount++] = connection.index;
    assert freeCount + liveCount == slots.length;
  }

  /** The connection that a CQE speaks of, to be looked at soon; or null if it is gone. */
  Connection find(long userData) {
    Connection connection = slots[UserData.index(userData)];
    boolean known = connection.life() != Life.FREE && connection.isMeant(userData);
    if (!known) {
      return null;
    }
    assert live[connection.livePosition] == connection;
    lookAtSec[connection.livePosition] = SOON;
    return connection;
  }

  int slots() {
    return slots.length;
  }

  /**
   * What a slot is, or was, used for: any thread may look at it, by {@link VisibleConnections}.
   */
  Connection slot(int slot) {
    return slots[slot];
  }

  int liveCount() {
    return liveCount;
  }

  /** The live connection at a position of the list, 0 ≤ position < {@link #liveCount}. */
  Connection live(int position) {
    assert 0 <= position && position < liveCount;
    return live[position];
  }

  /**
   * The last position before {@code end} and from {@code start} on whose connection is to be looked
   * at in this second, or was to be before; or the one before {@code start}.
   */
  int lastDue(int start, int end, int nowSec) {
    assert 0 <= start && start <= end && end <= liveCount;
    int[] seconds = lookAtSec;
    int position = end - 1;
    while (position >= start && seconds[position] > nowSec) {
      position--;
    }
    return position;
  }

  /** When the connection at a position is to be looked at. */
  int lookAtSec(int position) {
    assert 0 <= position && position < liveCount;
    return lookAtSec[position];
  }

  /** A live connection was looked at; unless something happens to it that will do until then. */
  void lookAgain(Connection connection, int atSec) {
    assert live[connection.livePosition] == connection;
    lookAtSec[connection.livePosition] = atSec;
  }
}
