package io.gannet.bench.load;

import io.gannet.bench.codec.ReplyReader;
import io.gannet.ffi.uring.UserData;

/**
 * What a load thread knows of one connection. The slots are made once; one that is lost is opened
 * again.
 *
 * <pre>
 *            open             connected          lost               nothing in flight
 *   CLOSED ───────► CONNECTING ───────► OPEN ───────────► CLOSING ───────────────────┐
 *     ▲                └───────── refused ───────────────────┘ │                     │
 *     └────────────────────────────────────────────────────────┼── tries are left ◄──┤
 *                                                       DEAD ◄─┴────── none is ──────┘
 * </pre>
 */
final class Connection {
  /** Where a connection is in its life. */
  enum Life {
    /** Waits until it may be opened again. */
    CLOSED,
    CONNECTING,
    OPEN,
    /** Waits for its operations to end. */
    CLOSING,
    /** Given up. */
    DEAD
  }

  /** Its place in the thread's table, and its slot among the ring's files. */
  final int index;

  final InFlight inFlight;
  final FillQueue fills;
  final OutBuffer out;
  final ReplyReader reader;

  Life life = Life.CLOSED;

  /** Distinguishes the slot's lives, see {@link UserData}. */
  int generation;

  /** Operations whose last CQE has not come: the slot is not opened again before it is 0. */
  int operations;

  /** Is in the sender's list of connections with something to send. */
  boolean dirty;

  /** Requests of the batch that are still to be composed; closed loop. */
  int batchLeft;

  /** Times that it was lost since it last brought a reply. */
  int losses;

  /** When it may be opened again. */
  long retryAtNs;

  Connection(
      int index, InFlight inFlight, FillQueue fills, OutBuffer out, ReplyReader reader) {
    this.index = index;
    this.inFlight = inFlight;
    this.fills = fills;
    this.out = out;
    this.reader = reader;
  }

  long userData(int op) {
    return UserData.pack(op, generation, index);
  }

  /** Forgets all that was asked on it; no send may be in flight. */
  void clear() {
    inFlight.clear();
    fills.clear();
    out.clear();
    reader.reset();
    batchLeft = 0;
  }
}
