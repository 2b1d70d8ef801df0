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
  /** What the ring does about the connection's next bytes. */
  enum Receive {
    /** Nothing is armed. */
    IDLE,
    /** A multishot receive into provided buffers is armed. */
    ARMED,
    /** A receive into the connection's own place is in flight. */
    OWN,
    /** A receive into a value's place is in flight. */
    VALUE,
    /** Nothing is to be read now; a poll tells if the peer is gone. */
    WATCH,
    /** ARMED or WATCH was cancelled and has not yet said its last. */
    CANCELLING
  }

  final int slot;
  final Session session;
  final Place place;
  final Inbox in;
  final Outbox out;

  Life life = Life.FREE;
  Receive receive = Receive.IDLE;

  /** Distinguishes the slot's users, see {@link UserData}. */
  int generation;

  /** Who the client is. */
  final Peer peer = new Peer();

  /** The number of the listener that it came to. */
  int listener;

  /** Operations whose last CQE has not come: the slot is not reused before it is 0. */
  private int inFlight;

  /** Bytes of the send in flight, 0 if there is none, and its operation. */
  long sendingBytes;

  int sendingOp;

  /** Which zero-copy sends the kernel may still read from, a bit each. */
  int zeroCopies;

  /** The chunks of those. */
  private final int[] zeroCopyChunks = new int[Op.SEND_ZC_COUNT];

  /** Nothing more is to be read; what was read is still to be answered. */
  boolean endOfInput;

  /** The cancel of all operations was asked for. */
  boolean cancelled;

  /** Is in the sender's list of connections with something to send. */
  boolean dirty;

  /** The queue that it waits in, with its neighbours there; see {@link WaitQueue}. */
  WaitQueue queue;

  Connection before;
  Connection behind;

  /** Waits for replies of its own to be sent. */
  boolean waitsForOutput;

  /** Since when it waits for memory, in nanoseconds of the patience clock; 0 if it does not. */
  long waitingSinceNs;

  /** Which of the session's waits that is. */
  int waits;

  /** Receives one at a time into its own place: it has shown that it sends more than its share. */
  boolean receivesOwn;

  /** The turn in which it was last served. */
  int servedInTurn;

  /** Turns in a row in which all that it had sent was carried out. */
  int calmTurns;

  /** When bytes last came in; this and the next three are seconds of the patience clock. */
  int receivedAtSec;

  /** When bytes last went out, or the send in flight was the first after a pause. */
  int sentAtSec;

  /** When what is armed was armed. */
  int armedAtSec;

  /** When an operation in flight was last asked how far it is. */
  int probedAtSec;

  /** How often in a row the send, or the receive of a value, was found to have got nowhere. */
  int sendStands;

  int valueStands;

  /** Bytes of its value that were awaited a second ago, and for how long hardly any have come. */
  long awaitedBefore;

  int crawlsSec;

  /** Where the connection stands in the table's list of live ones. */
  int livePosition;

  Connection(int slot, Session session, Place place, Inbox in, Outbox out) {
    this.slot = slot;
    this.session = session;
    this.place = place;
    this.in = in;
    this.out = out;
  }

  /** An operation of the connection is submitted: its user data. */
  long began(int op) {
    assert life != Life.FREE;
    inFlight++;
    return userData(op);
  }

  /** An operation has completed for good; true if it was the last. */
  boolean ended() {
    assert inFlight > 0;
    return --inFlight == 0;
  }

  int inFlight() {
    return inFlight;
  }

  /** What CQEs of an operation in flight bring back. */
  long userData(int op) {
    return UserData.pack(op, generation, slot);
  }

  /** Has received something that it is not its turn for, or that cannot be answered yet. */
  boolean isWaiting() {
    return queue != null || waitsForOutput;
  }

  /** What it waits for is memory of the store, not its turn or its client. */
  boolean waitsForMemory() {
    return waitingSinceNs != 0;
  }

  /** Waits for nothing any more. */
  void stopWaiting() {
    waitsForOutput = false;
    waitingSinceNs = 0;
    if (queue != null) {
      queue.remove(this);
    }
  }

  boolean isSending() {
    return sendingBytes > 0;
  }

  /** True if one more zero-copy send can be told from those that the kernel still reads from. */
  boolean mayZeroCopy() {
    return Integer.bitCount(zeroCopies) < Op.SEND_ZC_COUNT;
  }

  /** A zero-copy send of this chunk begins: its operation. */
  int zeroCopyBegins(int chunk) {
    int number = Integer.numberOfTrailingZeros(~zeroCopies);
    zeroCopies |= 1 << number;
    zeroCopyChunks[number] = chunk;
    return Op.SEND_ZC + number;
  }

  /** The kernel is done with that operation: its chunk. */
  int zeroCopyEnds(int op) {
    int number = op - Op.SEND_ZC;
    assert (zeroCopies & 1 << number) != 0;
    zeroCopies &= ~(1 << number);
    return zeroCopyChunks[number];
  }

  /** Has a part of the conversation to finish even if the client sends nothing more. */
  boolean owes() {
    boolean alive = life == Life.OPEN || life == Life.DRAINING;
    return alive && (isWaiting() || !in.isEmpty() || out.unsentBytes() > 0);
  }

  /** Begins with a client, at this moment of the patience clock. */
  void begin(int nowSec) {
    assert life == Life.FREE && inFlight == 0 && holdsNothing();
    life = Life.OPEN;
    receivedAtSec = nowSec;
    sentAtSec = nowSec;
    armedAtSec = nowSec;
    probedAtSec = nowSec;
  }

  /** Is made ready for the next client. */
  void reset() {
    assert life == Life.CLOSING && inFlight == 0 && holdsNothing();
    life = Life.FREE;
    generation = (generation + 1) & UserData.GENERATION_MASK;
    receive = Receive.IDLE;
    sendingBytes = 0;
    endOfInput = false;
    cancelled = false;
    receivesOwn = false;
    calmTurns = 0;
    sendStands = 0;
    valueStands = 0;
    awaitedBefore = 0;
    crawlsSec = 0;
  }

  /** What is idle holds nothing, whatever it was before. */
  private boolean holdsNothing() {
    return !isWaiting()
        && in.isEmpty()
        && out.unsentBytes() == 0
        && out.chunks() == 0
        && zeroCopies == 0
        && !session.holdsMemory();
  }
}
