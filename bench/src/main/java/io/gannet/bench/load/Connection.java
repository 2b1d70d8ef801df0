package io.gannet.bench.load;

import io.gannet.bench.codec.ReplyReader;
import io.gannet.ffi.loop.RingSlot;

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
final class Connection extends RingSlot {
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

  final InFlight inFlight;
  final FillQueue fills;
  final OutBuffer out;
  final ReplyReader reader;

  Life life = Life.CLOSED;

  /** Requests of the batch that are still to be composed; closed loop. */
  int batchLeft;

  /** Times that it was lost since it last brought a reply. */
  int losses;

  /** When it may be opened again. */
  long retryAtNs;

  Connection(
      int index, InFlight inFlight, FillQueue fills, OutBuffer out, ReplyReader reader) {
    super(index, Op.CANCEL);
    this.inFlight = inFlight;
    this.fills = fills;
    this.out = out;
    this.reader = reader;
  }

  /** Forgets all that was asked on it; nothing may be in flight. */
  void clear() {
    nextUser();
    inFlight.clear();
    fills.clear();
    out.clear();
    reader.reset();
    batchLeft = 0;
  }
}
