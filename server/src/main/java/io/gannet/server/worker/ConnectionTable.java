package io.gannet.server.worker;

import io.gannet.ffi.uring.UserData;
import java.util.function.IntFunction;

/**
 * A worker's connections: slots made at start, and a dense list of those in use.
 *
 * <p>A slot's number is also its place in the ring's table of direct descriptors. Invariant: each
 * slot is either free or in the list, and knows its position there. One thread.
 */
final class ConnectionTable {
  private final Connection[] slots;
  private final int[] free;
  private final Connection[] live;
  private int freeCount;
  private int liveCount;

  ConnectionTable(int count, IntFunction<Connection> maker) {
    slots = new Connection[count];
    free = new int[count];
    live = new Connection[count];
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
    moved.livePosition = connection.livePosition;
    live[liveCount] = null;
    free[freeCount++] = connection.slot;
    assert freeCount + liveCount == slots.length;
  }

  /** The connection that a CQE speaks of, or null if it is gone. */
  Connection find(long userData) {
    Connection connection = slots[UserData.index(userData)];
    boolean known =
        connection.life() != Life.FREE && connection.generation == UserData.generation(userData);
    return known ? connection : null;
  }

  int slots() {
    return slots.length;
  }

  /** What a slot is, or was, used for: any thread may look at it, see {@link ConnectionsView}. */
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
}
