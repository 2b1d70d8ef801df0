package io.gannet.bench.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many clients of one habit, on one thread. */
final class Crowd implements Assault {
  /** Connections that may wait to be accepted: within everybody's backlog. */
  private static final int CONNECTING_MAX = 256;

  /** A server of as many connections as we may have also has the neighbour's and a few more. */
  private static final int OTHERS = 16;

  private static final int IN_BYTES = 256 << 10;
  private static final long SELECT_MS_MAX = 20;
  private static final long RETRY_NS = 100_000_000;
  private static final long STAND_SEC_MAX = 10;
  private static final long FINISH_SEC_MAX = 30;
  private static final long JOIN_MS_MAX = 20_000;

  private final SocketAddress server;
  private final Selector selector = selector();
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
  private final Caller[] callers;
  private final PriorityQueue<Deed> deeds =
      new PriorityQueue<>(Comparator.comparingLong(Deed::atNs));
  private final PriorityQueue<Opening> openings =
      new PriorityQueue<>(Comparator.comparingLong(Opening::atNs));
  private final CountDownLatch allThere;
  private final CountDownLatch allFinished;
  private final double opensPerSecond;
  private final boolean isFinite;
  private final Toll toll = new Toll();
  private final long startNs = System.nanoTime();
  private final Thread thread = new Thread(this::run, "crowd");

  private long opened;
  private int connecting;
  private volatile boolean over;
  private volatile RuntimeException failure;

  /** A caller that is to connect. */
  private record Opening(Caller caller, long atNs) {}

  /** So many, which connect as fast as they are accepted. */
  Crowd(SocketAddress server, Habit habit, int count) {
    this(server, habit, count, 0);
  }

  /** So many, of which so many a second connect. */
  Crowd(SocketAddress server, Habit habit, int count, double opensPerSecond) {
    this.server = server;
    this.opensPerSecond = opensPerSecond;
    isFinite = habit.isFinite();
    callers = new Caller[OpenFiles.forConnections(count + OTHERS) - OTHERS];
    toll.add(Toll.LIMITED, count - callers.length);
    for (int i = 0; i < callers.length; i++) {
      callers[i] = new Caller(this, habit, i);
      openings.add(new Opening(callers[i], startNs));
    }
    allThere = new CountDownLatch(callers.length);
    allFinished = new CountDownLatch(callers.length);
    thread.setDaemon(true);
  }

  /** Begins. */
  Crowd start() {
    thread.start();
    return this;
  }

  private static Selector selector() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (!over) {
        long nowNs = System.nanoTime();
        openDue(nowNs);
        doDue(nowNs);
        selector.select(this::ready, SELECT_MS_MAX);
      }
      disperse();
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void disperse() throws IOException {
    for (Caller caller : callers) {
      caller.close();
    }
    selector.close();
    toll.add(Toll.UNFINISHED, isFinite ? allFinished.getCount() : 0);
  }

  private void openDue(long nowNs) {
    while (connecting < CONNECTING_MAX && mayOpen(nowNs)) {
      Caller caller = openings.remove().caller();
      connecting++;
      opened++;
      try {
        caller.open(server, selector);
      } catch (IOException e) {
        fail(caller);
      }
    }
  }

  private boolean mayOpen(long nowNs) {
    boolean isPaced = opensPerSecond > 0;
    return !openings.isEmpty()
        && openings.peek().atNs() <= nowNs
        && !(isPaced && opened > (nowNs - startNs) / 1e9 * opensPerSecond);
  }

  private void doDue(long nowNs) {
    while (!deeds.isEmpty() && deeds.peek().atNs() <= nowNs) {
      deeds.remove().carryOut();
    }
  }

  private void ready(SelectionKey key) {
    Caller caller = (Caller) key.attachment();
    try {
      caller.ready(in);
    } catch (IOException e) {
      fail(caller);
    }
  }

  private void fail(Caller caller) {
    if (caller.isOpen()) {
      toll.add(Toll.CLOSED, 1);
      caller.lost();
    } else {
      connecting--;
      toll.add(Toll.NOT_LET_IN, 1);
      caller.close();
      again(caller, RETRY_NS);
    }
  }

  /** One more is connected. */
  void connected(Caller caller) {
    connecting--;
    toll.add(Toll.OPENED, 1);
    if (caller.lives() == 1) {
      allThere.countDown();
    }
  }

  /** One more has had all that it wanted. */
  void done() {
    allFinished.countDown();
  }

  /** One of them means to do something. */
  void schedule(Deed deed) {
    deeds.add(deed);
  }

  /** It calls again. */
  void again(Caller caller, long afterNs) {
    openings.add(new Opening(caller, System.nanoTime() + afterNs));
  }

  /** One has closed; this is what it was answered. */
  void add(Replies replies) {
    toll.add(Toll.ANSWERS, replies.ends);
    toll.add(Toll.STORED, replies.stored);
    toll.add(Toll.REFUSED, replies.refused);
    toll.add(Toll.ERRORS, replies.errors);
    toll.read(replies.bytes);
  }

  @Override
  public void stand() throws InterruptedException {
    allThere.await(STAND_SEC_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void finish() throws InterruptedException {
    if (isFinite) {
      allFinished.await(FINISH_SEC_MAX, TimeUnit.SECONDS);
    }
  }

  @Override
  public Toll end() throws InterruptedException {
    over = true;
    selector.wakeup();
    thread.join(JOIN_MS_MAX);
    if (failure != null) {
      throw failure;
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("a crowd did not disperse");
    }
    return toll;
  }
}
