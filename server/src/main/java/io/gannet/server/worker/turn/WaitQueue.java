package io.gannet.server.worker.turn;

/**
 * Connections that wait for the same thing, who waits longest first. A connection is in one queue
 * at most; the links are its own, so that nothing is allocated and any may leave. One thread.
 */
final class WaitQueue {
  private Connection first;
  private Connection last;
  private int size;

  /** Who waits longest, or null. */
  Connection first() {
    return first;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Puts a connection behind all others. */
  void add(Connection connection) {
    assert connection.queue == null : "a connection waits for one thing at a time";
    connection.queue = this;
    connection.before = last;
    if (last == null) {
      first = connection;
    } else {
      last.behind = connection;
    }
    last = connection;
    size++;
  }

  /** Takes a connection out, wherever it stands. */
  void remove(Connection connection) {
    assert connection.queue == this;
    if (connection.before == null) {
      first = connection.behind;
    } else {
      connection.before.behind = connection.behind;
    }
    if (connection.behind == null) {
      last = connection.before;
    } else {
      connection.behind.before = connection.before;
    }
    connection.before = null;
    connection.behind = null;
    connection.queue = null;
    size--;
    assert size >= 0 && (size == 0) == (first == null) && (size == 0) == (last == null);
  }
}
