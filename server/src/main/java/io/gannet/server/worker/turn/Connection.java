package io.gannet.server.worker.turn;

import io.gannet.engine.process.Session;
import io.gannet.ffi.loop.RingSlot;

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
 *
 * <p>What is in flight of it is told by {@link #began} and {@link #ended}, which know what may
 * follow what:
 *
 * <ul>
 *   <li>at most one receive or poll, while it is open: {@link Receive};
 *   <li>at most one send whose result is awaited, while there is somebody to send to; zero-copy
 *       sends stay in flight beyond their results, each as an operation of its own;
 *   <li>cancels, as many as are asked for, and one abort, before it closes;
 *   <li>the close of the descriptor, alone and last.
 * </ul>
 */
final class Connection extends RingSlot {
  /**
   * What the ring does about the connection's next bytes.
   *
   * <pre>
   *   IDLE ─ began ─► ARMED, WATCH ─ cancelling ─► CANCELLING ─ ended ─► IDLE
   *      └── began ─► OWN, VALUE, or one of those ───────────── ended ─► IDLE
   * </pre>
   */
  enum Receive {
    /** Nothing is armed. */
    IDLE,
    /** A multishot receive into provided buffers is armed. */
    ARMED,
    /** A receive into the connection's own place is in flight. */
    OWN,
    /** A receive into a value's place, and of what ends its request, is in flight. */
    VALUE,
    /** Nothing is to be read now; a poll tells if the peer is gone. */
    WATCH,
    /** ARMED or WATCH was cancelled and has not yet said its last. */
    CANCELLING
  }

  final Session session;
  final Place place;
  final Inbox in;
  final Outbox out;

  private Life life = Life.FREE;
  private Receive receive = Receive.IDLE;

  /** Who the client is. */
  final Peer peer = new Peer();

  /** The number of the listener that it came to. */
  int listener;

  /** Its receives say when they had come, and one after the other is followed: WireTimes. */
  boolean isSampled;

  final Following following = new Following();

  /** Bytes of the send whose result is awaited, 0 if there is none, and its operation. */
  private long sendingBytes;

  private int sendingOp;

  /** The chunks of the zero-copy sends that are in flight. */
  private final int[] zeroCopyChunks = new int[Op.SEND_ZC_COUNT];

  /** Nothing more is to be read; what was read is still to be answered. */
  boolean endOfInput;

  /** Its peer has closed a Unix socket: a poll would tell that at once, whenever it is armed. */
  boolean hungUp;

  /** The queue that it waits in, with its neighbours there; see {@link WaitQueue}. */
  WaitQueue queue;

  Connection before;
  Connection behind;

  /** Waits for replies of its own to be sent. */
  boolean waitsForOutput;

  /** Waits for what another shard has to say. */
  boolean waitsForHop;

  /** Waits for room in the ring to another shard. */
  boolean waitsForRing;

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

  /** Since when it is held back, in nanoseconds of the patience clock. */
  long heldBackSinceNs = HoldBack.NEVER;

  /** Bytes of its value that were awaited a second ago, and for how long hardly any have come. */
  long awaitedBefore;

  int crawlsSec;

  /** Answers of other shards that had come a second ago, and for how long none has in vain. */
  int answersBefore;

  int unansweredSec;

  /** Where the connection stands in the table's list of live ones. */
  int livePosition;

  Connection(int index, Session session, Place place, Inbox in, Outbox out) {
    super(index, Op.CANCEL);
    this.session = session;
    this.place = place;
    this.in = in;
    this.out = out;
  }

  Life life() {
    return life;
  }

  Receive receive() {
    return receive;
  }

  @Override
  public long began(int op) {
    assert mayBegin(op) : "op " + op + " of one that is " + life + " and " + receive;
    listensBy(op);
    long userData = super.began(op);
    assert isSound();
    return userData;
  }

  private void listensBy(int op) {
    switch (op) {
      case Op.RECV -> receive = Receive.ARMED;
      case Op.RECV_OWN -> receive = Receive.OWN;
      case Op.RECV_VALUE -> receive = Receive.VALUE;
      case Op.WATCH -> receive = Receive.WATCH;
      default -> {}
    }
  }

  private boolean mayBegin(int op) {
    boolean closes = isInFlight(Op.CLOSE);
    return switch (op) {
      case Op.RECV, Op.RECV_OWN, Op.RECV_VALUE, Op.WATCH ->
          life == Life.OPEN && receive == Receive.IDLE;
      case Op.CANCEL -> life != Life.FREE && !closes;
      case Op.CLOSE -> life == Life.CLOSING && inFlight() == 0;
      default -> life.isAlive() && !isInFlight(op);
    };
  }

  /** A send of so many bytes is submitted: its user data. */
  long beganSend(int op, long bytes) {
    assert !isSending() && bytes > 0;
    long userData = began(op);
    sendingBytes = bytes;
    sendingOp = op;
    assert isSound();
    return userData;
  }

  /** The result of the send is there: how many bytes it was of. The operation may go on. */
  long endedSend() {
    assert isSending();
    long bytes = sendingBytes;
    sendingBytes = 0;
    return bytes;
  }

  /** What is armed was asked to end; nothing else is armed before it has. */
  void cancelling() {
    assert receive == Receive.ARMED || receive == Receive.WATCH;
    receive = Receive.CANCELLING;
    assert isSound();
  }

  @Override
  public boolean ended(int op) {
    boolean last = super.ended(op);
    receive = Op.listens(op) ? Receive.IDLE : receive;
    assert isSound();
    return last;
  }

  /** Has received something that it is not its turn for, or that cannot be answered yet. */
  boolean isWaiting() {
    return queue != null || waitsForOutput || waitsForHop;
  }

  /** What it waits for is memory of the store, not its turn or its client. */
  boolean waitsForMemory() {
    return waitingSinceNs != 0;
  }

  /** Another shard has to say something, or to take something, before it can go on. */
  boolean waitsForShard() {
    return waitsForHop && !session.awaitsOthers() || waitsForRing || out.promises() > 0;
  }

  /** Waits for nothing any more. */
  void stopWaiting() {
    waitsForOutput = false;
    waitsForHop = false;
    waitsForRing = false;
    waitingSinceNs = 0;
    if (queue != null) {
      queue.remove(this);
    }
  }

  /** The result of a send is awaited. */
  boolean isSending() {
    return sendingBytes > 0;
  }

  /** The operation of that send. */
  int sendingOp() {
    assert isSending();
    return sendingOp;
  }

  /** Which zero-copy sends the kernel may still read from, a bit each. */
  private int zeroCopies() {
    return operations() >>> Op.SEND_ZC;
  }

  /** The kernel may still read from zero-copy sends, even if it has sent all of them. */
  boolean isZeroCopying() {
    return zeroCopies() != 0;
  }

  /** True if one more zero-copy send can be told from those that the kernel still reads from. */
  boolean mayZeroCopy() {
    return Integer.bitCount(zeroCopies()) < Op.SEND_ZC_COUNT;
  }

  /** The operation by which a zero-copy send of this chunk is to begin. */
  int zeroCopyOp(int chunk) {
    assert mayZeroCopy();
    int number = Integer.numberOfTrailingZeros(~zeroCopies());
    zeroCopyChunks[number] = chunk;
    return Op.SEND_ZC + number;
  }

  /** The chunk of a zero-copy send that is in flight. */
  int zeroCopyChunk(int op) {
    assert op >= Op.SEND_ZC && isInFlight(op);
    return zeroCopyChunks[op - Op.SEND_ZC];
  }

  /** Has a part of the conversation to finish even if the client sends nothing more. */
  boolean owes() {
    return life.isAlive() && (isWaiting() || !in.isEmpty() || out.owes());
  }

  /** Begins with a client, at this moment of the patience clock. */
  void begin(int nowSec) {
    assert inFlight() == 0 && holdsNothing();
    become(Life.OPEN);
    receivedAtSec = nowSec;
    sentAtSec = nowSec;
    armedAtSec = nowSec;
    probedAtSec = nowSec;
  }

  private void become(Life next) {
    assert life.mayBecome(next) : next + " after " + life;
    life = next;
  }

  /** Reads no more: what was read is dropped, what was answered is still sent. */
  void drain() {
    become(Life.DRAINING);
    dropInput();
  }

  /** Neither reads nor answers any more. */
  void close() {
    become(Life.CLOSING);
    dropInput();
    following.forget();
  }

  private void dropInput() {
    stopWaiting();
    in.clear();
    assert !isWaiting() && in.isEmpty() && isSound();
  }

  /** Is made ready for the next client. */
  void reset() {
    assert inFlight() == 0 && receive == Receive.IDLE && !isSending() && holdsNothing();
    become(Life.FREE);
    nextUser();
    endOfInput = false;
    hungUp = false;
    receivesOwn = false;
    calmTurns = 0;
    sendStands = 0;
    heldBackSinceNs = HoldBack.NEVER;
    valueStands = 0;
    awaitedBefore = 0;
    crawlsSec = 0;
    unansweredSec = 0;
  }

  /** What holds whenever nobody is at work in it. */
  private boolean isSound() {
    int listening = operations() & Op.LISTENING;
    boolean oneIsArmed = (receive == Receive.IDLE ? 0 : 1) == Integer.bitCount(listening);
    boolean sendIsInFlight = !isSending() || isInFlight(sendingOp);
    boolean closesLast = !isInFlight(Op.CLOSE) || life == Life.CLOSING && inFlight() == 1;
    boolean freeIsIdle = life != Life.FREE || inFlight() == 0;
    return oneIsArmed && sendIsInFlight && closesLast && freeIsIdle;
  }

  /** Nothing of it is under way but what waits for its next bytes. */
  boolean isAtRest() {
    return holdsNothing() && !isSending() && receive != Receive.VALUE && life == Life.OPEN;
  }

  /** What is idle holds nothing, whatever it was before. */
  private boolean holdsNothing() {
    return !isWaiting()
        && in.isEmpty()
        && out.unsentBytes() == 0
        && out.chunks() == 0
        && !session.holdsMemory();
  }
}
