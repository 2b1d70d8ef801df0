package io.gannet.server.worker;

import io.gannet.engine.process.Session;
import io.gannet.ffi.uring.UserData;

/**
 * What a worker knows of one connection. The slots are made once and used for one client after
 * another.
 *
 * <pre>
 *             adopt          peer's EOF, quit, stop            all sent
 *   FREE ───────────► OPEN ───────────────────────► DRAINING ───────────┐
 *    ▲                 └──────────── error, timeout ─────┴──────► CLOSING
 *    └─────────────── nothing in flight and the descriptor closed ──────┘
 * </pre>
 */
final class Connection {
  /** Where a connection is in its life. */
  enum Life {
    /** The slot has no connection. */
    FREE,
    /** Requests are read and answered. */
    OPEN,
    /** Nothing is read any more; what was answered is still sent. */
    DRAINING,
    /** Waits for its operations to end, to be closed. */
    CLOSING
  }

  /** What the ring does about the connection's next bytes. */
  enum Receive {
    /** Nothing is armed. */
    IDLE,
    /** A multishot receive is armed. */
    ARMED,
    /** A multishot receive was cancelled and has not yet said its last. */
    CANCELLING,
    /** A receive into a value's place is in flight. */
    VALUE
  }

  final int slot;
  final Session session;
  final Outbox out;

  Life life = Life.FREE;
  Receive receive = Receive.IDLE;

  /** Distinguishes the slot's users, see {@link UserData}. */
  int generation;

  /** Operations whose last CQE has not come: the slot is not reused before it is 0. */
  int inFlight;

  /** Bytes of the send in flight, 0 if there is none. */
  long sendingBytes;

  /** When the send in flight began, in seconds of the worker's clock. */
  int sendingSinceSec;

  /** The zero-copy send's result is in, its notification is not. */
  boolean notificationPending;

  /** That result, kept until the memory sent is ours again. */
  int zeroCopyResult;

  /** Nothing more is to be read; what was read is still to be answered. */
  boolean endOfInput;

  /** The cancel of all operations was asked for. */
  boolean cancelled;

  /** Is in the sender's list of connections with something to send. */
  boolean dirty;

  /** Is in the receiver's list of paused connections. */
  boolean listedAsPaused;

  /** First and last of the provided buffers that wait for room in {@link #out}, or −1. */
  int heldFirst = ReceiveBuffers.NONE;

  int heldLast = ReceiveBuffers.NONE;

  /** Where the value that is awaited ends in the store, which tells it from the next; else 0. */
  long valueEnd;

  /** Since when that value is awaited, in seconds of the worker's clock. */
  int valueSinceSec;

  /** When bytes last came in or went out, in seconds of the worker's clock. */
  int activeAtSec;

  /** Where the connection stands in the table's list of live ones. */
  int livePosition;

  Connection(int slot, Session session, Outbox out) {
    this.slot = slot;
    this.session = session;
    this.out = out;
  }

  boolean isPaused() {
    return heldFirst != ReceiveBuffers.NONE;
  }

  boolean isSending() {
    return sendingBytes > 0 || notificationPending;
  }

  long userData(int op) {
    return UserData.pack(op, generation, slot);
  }
}
