package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.Peer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One connection's other end: it asks, reads, and holds each reply against its request, in the
 * manner that was drawn for it. In the calm it does what a good client does.
 */
final class Client {
  /** How it behaves until then. */
  enum Manner { EAGER, SLOW, DEAF, HALF, IDLE, KILLED, ENDING, FLOODING }

  private static final long NS_PER_US = 1_000L;
  private static final long NS_PER_MS = 1_000_000L;

  /** Who stands still for so long may be closed: a little less than the worker's second. */
  private static final long STAND_NS = 900_000_000L;

  /** Who takes so long to send one request may be in others' way. */
  private static final long CRAWL_NS = 3_900_000_000L;

  private static final int FLOOD_DEPTH = 200;
  private static final int FLOOD_EXCHANGES = 300;
  private static final int DEEPER = 5;
  private static final int LINGER_NS_MAX = 1_500_000_000;

  /** Who stops half-way looks for a place to do so when only so many bytes are left. */
  private static final int HALF_BYTES = 1000;

  final String name;
  final int fd;
  final Manner manner;
  private final Simulation world;
  private final Peer peer;
  private final Dice dice;
  private final ReplyReader reader;
  private final Deque<Exchange> awaiting = new ArrayDeque<>();
  private final int depth;
  private final boolean goesWhenDone;
  private boolean isSilentLast;
  private int exchangesLeft;
  private int index;
  private Exchange sending;
  private int sent;
  private int bytesLeft;
  private boolean acting;
  private boolean reading;
  private boolean over;
  private boolean mayBeClosed;
  private boolean answered;
  private Exchange probe;
  private Exchange lastGets;
  private long writtenNs;
  private long idleNs;

  /** How long it stood still in the midst of the request that it sends. */
  private long stoodNs;

  private long unreadSinceNs = -1;
  private long sendingSinceNs;
  private boolean ended;

  Client(String name, Simulation world, int fd, Peer peer) {
    this.name = name;
    this.fd = fd;
    this.world = world;
    this.peer = peer;
    this.dice = world.scenario.dice;
    this.reader = new ReplyReader(world.oracle, world.points);
    this.manner = Manner.values()[dice.weighed(world.mannerWeights)];
    boolean floods = manner == Manner.FLOODING;
    int times = world.scenario.deep ? DEEPER : 1;
    this.depth = floods ? FLOOD_DEPTH * times : dice.any(1, 3, 30);
    this.exchangesLeft =
        floods ? FLOOD_EXCHANGES * times : 1 + dice.below(world.scenario.exchanges);
    this.bytesLeft = manner == Manner.KILLED || manner == Manner.HALF
        ? 1 + dice.below(world.scenario.crowded ? 20_000 : 3000)
        : Integer.MAX_VALUE;
    this.isSilentLast = dice.oneIn(2);
    this.goesWhenDone = dice.oneIn(2) || floods;
    this.writtenNs = world.kernel.timeNs();
    peer.onChange(this::changed);
    act(dice.below(200) * NS_PER_US);
  }

  /** It is over: by its own will, or by the worker's. */
  boolean isOver() {
    return over;
  }

  /** It has nothing more to say, or says it no more. */
  boolean isDone() {
    return over || exchangesLeft == 0 && sending == null || isMute();
  }

  /** It was answered all that it asked, the last of it in the calm. */
  boolean isSettled() {
    return over || probe != null && awaiting.isEmpty() && sending == null && !isSilentLast;
  }

  /** What it is behind with, for people. */
  String owed() {
    Exchange first = awaiting.peek();
    return name + " (" + manner + ") awaits " + awaiting.size() + " replies, first " + first
        + ", sends " + sending + " from " + sent + ", " + peer;
  }

  /** A request that is half sent, and nobody hinders it. */
  boolean isInRequest() {
    return !over && sending != null && sent > 0;
  }

  /** The last reading that told a token. */
  Exchange lastGets() {
    Exchange gets = lastGets;
    lastGets = null;
    return gets;
  }

  void told(Exchange gets) {
    lastGets = gets;
  }

  /** It could not be handed over, or is to be closed for another reason of the server's. */
  void mayBeClosed() {
    mayBeClosed = true;
  }

  // What it does.

  private void act(long ns) {
    if (!acting && !over) {
      acting = true;
      world.kernel.after(Math.max(1, ns), this::act);
    }
  }

  private void act() {
    acting = false;
    if (over) {
      return;
    }
    if (sending == null) {
      begin();
    }
    if (sending != null) {
      send();
    } else if (world.isCalm() || awaiting.isEmpty() && exchangesLeft == 0) {
      rest();
    }
  }

  /** Nothing is left to ask: some leave, others stay. */
  private void rest() {
    if (!world.isCalm() && manner == Manner.ENDING && !ended) {
      ended = true;
      mayBeClosed = true;
      world.points.reach(Point.HALF_CLOSED);
      peer.shutdown();
    } else if (world.isStorm() && !ended && goesWhenDone) {
      leave();
    }
  }

  private void begin() {
    if (ended) {
      return;
    }
    if (world.isCalm() && probe == null) {
      probe = world.composer.probe(this, index++);
      sending = probe;
    } else if (world.isCalm() && isSilentLast) {
      isSilentLast = false;
      sending = world.composer.silent(this, index++);
    } else if (world.isStorm() && exchangesLeft > 0 && awaiting.size() < depth) {
      exchangesLeft--;
      boolean floods = manner == Manner.FLOODING;
      sending = floods
          ? world.composer.flood(this, index++)
          : world.composer.next(this, index++);
    }
    sent = 0;
  }

  private void send() {
    int left = sending.bytes.length - sent;
    boolean all = world.isCalm() || manner == Manner.FLOODING || dice.oneIn(2);
    int count = all ? left : 1 + dice.below(left);
    count = world.isCalm() ? count : Math.min(count, bytesLeft);
    if (isToStopHere()) {
      count = Math.max(0, sending.bytes.length - 2 - sent); // all but the line end
      bytesLeft = count;
    }
    int taken = count == 0 ? 0 : peer.write(sending.bytes, sent, count);
    if (sent == 0) {
      sendingSinceNs = world.kernel.timeNs();
    }
    sent += taken;
    bytesLeft -= taken;
    if (taken > 0) {
      long gapNs = world.kernel.timeNs() - writtenNs;
      idleNs = Math.max(idleNs, gapNs);
      stoodNs = sent > 0 ? Math.max(stoodNs, gapNs) : 0;
      writtenNs = world.kernel.timeNs();
    }
    if (taken > 0) {
      world.trace.sent(this, sending, sent - taken, taken);
    }
    reachCuts();
    if (sent == sending.bytes.length) {
      wholeSent();
    }
    if (bytesLeft <= 0 && !world.isCalm()) {
      stopSending();
    } else if (taken > 0) {
      act(thinkNs());
    }
  }

  /** Who stops half-way likes to do so where a value is whole, and its request is not. */
  private boolean isToStopHere() {
    return manner == Manner.HALF && !world.isCalm() && bytesLeft < HALF_BYTES
        && sending.write != null && sending.write.length > 0;
  }

  /** It sends no more of a value, until the calm. */
  boolean isMute() {
    return !over && manner == Manner.HALF && bytesLeft <= 0;
  }

  /** It has said its last and is still there, reading slowly or not at all. */
  boolean isDeaf() {
    return !over && manner == Manner.DEAF;
  }

  /** It is still reading, a little at a time. */
  boolean isSlow() {
    return !over && manner == Manner.SLOW;
  }

  /** Whoever waits for an answer, though it reads all there is and nothing was played on it. */
  long waitsNs(long nowNs) {
    boolean good = !over && manner != Manner.SLOW && manner != Manner.DEAF && !peer.isFaulted();
    Exchange first = awaiting.peek();
    return good && first != null ? nowNs - first.invokedNs : 0;
  }

  private void reachCuts() {
    byte[] bytes = sending.bytes;
    if (sending.write != null && sending.write.length > 0 && sent == bytes.length - 2) {
      world.points.reach(Point.REQUEST_CUT_BEFORE_ITS_LINE_END);
    } else if (sent == bytes.length - 1) {
      world.points.reach(Point.REQUEST_CUT_IN_ITS_LINE_END);
    }
  }

  private void wholeSent() {
    world.oracle.invoked(sending, world.kernel.timeNs());
    if (sending.kind == Exchange.Kind.QUIT) {
      mayBeClosed = true;
      exchangesLeft = 0;
      ended = true;
      isSilentLast = false;
    } else if (!sending.noreply && !sending.isAnswered()) {
      awaiting.add(sending);
    }
    sending = null;
    sent = 0;
  }

  /** At some byte it goes, or goes quiet. */
  private void stopSending() {
    if (manner == Manner.KILLED && dice.oneIn(2)) {
      kill();
    } else if (manner == Manner.KILLED) {
      world.kernel.after(1 + dice.below(LINGER_NS_MAX), this::killIfStorm);
    }
  }

  private void killIfStorm() {
    if (!over && !world.isCalm()) {
      kill();
    }
  }

  private void kill() {
    boolean inValue = sending != null && sent > 0
        && sending.write != null && sent > sending.bytes.length - sending.write.length - 2;
    world.points.reach(inValue ? Point.KILLED_IN_A_VALUE : Point.KILLED_IN_A_LINE);
    if (!awaiting.isEmpty()) {
      world.points.reach(Point.KILLED_BEFORE_A_REPLY);
    }
    leave();
  }

  /** Goes, in one of the ways to do so. */
  void leave() {
    if (over) {
      return;
    }
    over = true;
    world.trace.note(name + " leaves");
    if (dice.oneIn(2)) {
      world.points.reach(Point.RESET_BY_CLIENT);
      peer.reset();
    } else {
      peer.close();
    }
  }

  private long thinkNs() {
    if (world.isCalm() || manner == Manner.FLOODING) {
      return 1;
    }
    return switch (dice.below(20)) {
      case 0 -> (manner == Manner.IDLE ? 3000 : 5) * (long) dice.below((int) NS_PER_MS);
      case 1, 2, 3 -> dice.below(300) * NS_PER_US;
      default -> dice.below(20) * NS_PER_US;
    };
  }

  /** The faults are over. */
  void calm() {
    act(1);
    changed();
  }

  // What it sees.

  private void changed() {
    if (over) {
      return;
    }
    if (unreadSinceNs < 0 && peer.available() > 0) {
      unreadSinceNs = world.kernel.timeNs();
    }
    if (sending != null && peer.room() > 0) {
      act(1);
    }
    boolean eager = world.isCalm() || manner != Manner.DEAF && manner != Manner.SLOW;
    if (eager || peer.isReset() || peer.available() == 0) {
      read(Integer.MAX_VALUE);
    } else if (manner == Manner.SLOW && !reading) {
      reading = true;
      world.kernel.after(1 + dice.below(400) * NS_PER_MS, () -> {
        reading = false;
        read(1 + dice.below(2000));
        changed();
      });
    }
  }

  private void read(int most) {
    if (over) {
      return;
    }
    byte[] bytes = peer.read(most);
    long nowNs = world.kernel.timeNs();
    if (bytes.length > 0) {
      answered = true;
      mayBeClosed |= unreadSinceNs >= 0 && nowNs - unreadSinceNs >= STAND_NS;
      unreadSinceNs = peer.available() > 0 ? nowNs : -1;
      world.trace.received(this, bytes);
      reader.add(bytes);
      readReplies(nowNs);
      act(thinkNs());
    }
    if (peer.available() == 0 && (peer.isEnded() || peer.isReset())) {
      judgeEnd(nowNs);
    }
  }

  private void readReplies(long nowNs) {
    while (!awaiting.isEmpty() && reader.read(awaiting.peek(), nowNs)) {
      world.trace.note(awaiting.poll() + " is answered");
    }
    boolean owed = isInRequest() && !sending.noreply && !sending.isAnswered();
    boolean early = awaiting.isEmpty() && owed;
    if (early && reader.pending() > 0 && reader.read(sending, nowNs)) {
      world.trace.note(sending + " is refused before it is whole");
    }
    boolean none = awaiting.isEmpty() && (!isInRequest() || sending.isAnswered());
    if (none && reader.pending() > 0) {
      throw new Lie(name + " was told what it did not ask for: " + reader.rest());
    }
  }

  /** The worker has closed: it must have had a reason, and no reply may seem whole that is not. */
  private void judgeEnd(long nowNs) {
    over = true;
    world.trace.note(name + (peer.isReset() ? " was reset" : " was closed"));
    if (peer.isFaulted()) {
      return;
    }
    if (!peer.isReset() && reader.pending() > 0) {
      throw new Lie(name + " was sent half a reply, and then the end: " + reader.rest());
    }
    boolean stands = unreadSinceNs >= 0 && nowNs - unreadSinceNs >= STAND_NS;
    boolean mute = sending != null && sent > 0
        && (Math.max(stoodNs, nowNs - writtenNs) >= STAND_NS || nowNs - sendingSinceNs >= CRAWL_NS);
    if (ended && !peer.isReset() && !awaiting.isEmpty() && !world.isStopping() && !stands) {
      throw new Lie(name + " was closed before it was answered: " + owed());
    }
    stands |= world.scenario.processStands; // then a timeout of seconds may be over at once
    boolean reason = mayBeClosed || stands || mute || world.isStopping() || isIdle(nowNs);
    if (!reason && (answered || !world.wasRefused())) {
      throw new Lie(name + " was closed without a reason: " + owed());
    }
  }

  private boolean isIdle(long nowNs) {
    long idleSec = world.scenario.options.idleTimeoutSec();
    long ns = Math.max(idleNs, nowNs - writtenNs);
    return idleSec > 0 && ns >= (idleSec - 1) * 1000 * NS_PER_MS;
  }

  @Override
  public String toString() {
    return name + " " + manner + " " + Arrays.toString(awaiting.toArray());
  }
}
