package io.gannet.engine.process.kv;

import io.gannet.engine.reuse.ReuseCurve;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.engine.watch.WatchLog;

/**
 * The keys of one shard, and what commands do to their items: all that requests mean, in no
 * protocol's letters. A command may be another worker's; the thread that carries it out is the
 * shard's own.
 *
 * <p>What may take several calls:
 *
 * <pre>
 *   carryOut --> FOUND, NOT_FOUND --> told by whoever asked --> retrieved
 *            --> AWAITED --> bytes are put in place --> complete | discard | abandon
 *            --> LATER --> carryOut again, its last try in the end
 * </pre>
 *
 * <p>One thread. Allocates nothing.
 */
public final class Keyspace {
  /** Places that one call to list may look at: as a slice of a walk. */
  private static final int LOOKED_MAX = 640;

  private final Store store;
  private final CoarseClock clock;
  private final KeyspaceMetrics metrics;
  private final Rewriting rewriting;
  private final Storing storing;
  private final Marking marking;
  private final Listed listed = new Listed();
  private final PrefixCounts prefixes;
  private final ReuseCurve reuse;

  /** Who is told of what is done, if anybody watches. */
  private Watching watching;

  /** When everything is to be forgotten, or {@link Store#NEVER}. */
  private int flushAtSec = Store.NEVER;

  /** The keys of a store. */
  public Keyspace(Store store, CoarseClock clock, KeyspaceMetrics metrics) {
    this(store, clock, metrics, new PrefixCounts());
  }

  /**
   * The same.
   *
   * @param prefixes where what is asked of keys is counted by their prefix, if that is on
   */
  public Keyspace(
      Store store, CoarseClock clock, KeyspaceMetrics metrics, PrefixCounts prefixes) {
    this.store = store;
    this.clock = clock;
    this.metrics = metrics;
    this.prefixes = prefixes;
    this.rewriting = new Rewriting(store, clock, metrics);
    this.reuse =
        new ReuseCurve(
            store.ghosts().sampling, store.memory().byteSize(), clock, metrics.reuse);
    this.storing = new Storing(store, clock, rewriting, metrics, prefixes, reuse);
    this.marking = new Marking(store, clock, rewriting);
    this.watching = new Watching(store, clock, WatchLog.unwatched());
  }

  /** What is done is told there from now on, while somebody watches. */
  public void watchBy(WatchLog log) {
    watching = new Watching(store, clock, log);
    store.tellEvictions(watching);
  }

  /**
   * What is carried out from here on is done for that client.
   *
   * @param worker to whom it is connected
   */
  public void serve(int worker, long client) {
    watching.by(worker, client);
  }

  /** Where an item that was found is read, by its handle. */
  public Store store() {
    return store;
  }

  /** What it counts. */
  public KeyspaceMetrics metrics() {
    return metrics;
  }

  /**
   * Carries a command out. Its key is hashed, its value is there whole or still to come.
   *
   * @return what became of it; {@code LATER} only if it may be tried again
   */
  public Outcome carryOut(Command command) {
    if (command.operation == Operation.GET) {
      return find(command); // of all operations the one that a switch is felt by
    }
    command.outcome = watching.isOn() ? carryOutWatched(command) : carryOutOther(command);
    return command.outcome;
  }

  /** What is retrieved is told once it was: {@link #retrieved}. */
  private Outcome carryOutWatched(Command command) {
    if (command.operation.retrieves() || !command.operation.hasKey()) {
      return carryOutOther(command);
    }
    watching.before(command);
    Outcome outcome = carryOutOther(command);
    watching.after(command, outcome);
    return outcome;
  }

  private Outcome carryOutOther(Command command) {
    return switch (command.operation) {
      case GET -> find(command);
      case FIND -> marking.find(command);
      case GET_AND_TOUCH -> findAndTouch(command);
      case TOUCH -> touch(command);
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS -> storing.store(command);
      case INCREMENT, DECREMENT -> rewriting.count(command);
      case DELETE -> delete(command);
      case FLUSH -> flush(command);
      case LIST -> throw new AssertionError("is told page by page");
    };
  }

  /**
   * True if what the command stores can never be held, whatever it is that is stored already: it is
   * refused, though its value has not come.
   */
  public boolean isTooLarge(Command command) {
    return storing.isTooLarge(command);
  }

  /**
   * A value that is there whole is not as its protocol wants it: the command is counted and not
   * carried out.
   *
   * @return {@code DISCARDED}, or {@code TOO_LARGE}, which would be said of it in any case
   */
  public Outcome discard(Command command) {
    command.outcome = storing.discard(command);
    return command.outcome;
  }

  /** Keeps what is to become of a value whose place is reserved, until it has come. */
  public void await(Command command, PendingValue pending) {
    pending.begin(command, store.valueOffset(command.item));
  }

  /**
   * A reserved place is filled: what was to become of the value does now.
   *
   * @param command as it was when its place was reserved: operation, hash, number, deadline,
   *     wishes; its key and value are set here
   * @return what became of it; {@code LATER}: the place is kept, and it is to be tried again
   */
  public Outcome complete(Command command, long reservation) {
    if (!watching.isOn()) {
      return storing.complete(command, reservation);
    }
    watching.before(command, reservation);
    Outcome outcome = storing.complete(command, reservation);
    watching.afterwards(command, outcome);
    return outcome;
  }

  /** The same of a value awaited here. */
  public Outcome complete(PendingValue pending, boolean isLastTry) {
    pending.command.isLastTry = isLastTry;
    Outcome outcome = complete(pending.command, pending.reservation());
    if (outcome != Outcome.LATER) {
      pending.end();
    }
    return outcome;
  }

  /** A place is filled, but not as its protocol wants it: that is counted, and it is given back. */
  public Outcome discard(long reservation) {
    return storing.discard(reservation);
  }

  /** The same of a value awaited here. */
  public Outcome discard(PendingValue pending) {
    Outcome outcome = discard(pending.reservation());
    pending.end();
    return outcome;
  }

  /** Who was to fill a reserved place is gone. */
  public void abandon(long reservation) {
    store.abandon(reservation);
  }

  /** The same of a value awaited here. */
  public void abandon(PendingValue pending) {
    abandon(pending.reservation());
    pending.end();
  }

  private Outcome find(Command command) {
    command.item = store.find(command.key);
    if (command.item < 0) {
      command.missCause = store.missCause(command.key);
      return Outcome.NOT_FOUND;
    }
    marking.noticed(command.item);
    return Outcome.FOUND;
  }

  /** What is dead from now on is told once more, and removed by {@link #retrieved}. */
  private Outcome findAndTouch(Command command) {
    command.item =
        command.isDead()
            ? store.find(command.key)
            : store.touch(command.key, command.deadlineSec);
    if (command.item == Store.NO_MEMORY) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    if (command.item < 0) {
      command.missCause = store.missCause(command.key);
      return Outcome.NOT_FOUND;
    }
    marking.noticed(command.item);
    return Outcome.FOUND;
  }

  /**
   * What a retrieval was answered has been told; where it was another shard's item that was read,
   * the command has none, and its value's length is that one's, or the cause of its miss. Before
   * that it may be carried out again: nothing is counted, and a deadline that is set twice does no
   * harm.
   *
   * @param outcome {@code NO_MEMORY} of an item that was found, but could not be told for want of
   *     it: a miss, as caches may forget
   */
  public void retrieved(Command command, Outcome outcome) {
    if (reuse.follows(command.key.hash) && command.operation == Operation.GET) {
      follow(command, outcome);
    }
    retrievedElsewhere(command, outcome);
  }

  private void follow(Command command, Outcome outcome) {
    boolean found = outcome == Outcome.FOUND;
    boolean lost =
        outcome == Outcome.NOT_FOUND
            && command.missCause != MissCause.NEVER_SEEN
            && command.missCause != MissCause.EVICTED;
    int lengths = found ? command.key.length + store.valueLength(command.item) : -1;
    reuse.got(command.key.hash, lengths, lost);
  }

  /** A key of this shard was found by another worker, who has read what it has. */
  public void wasFound(long hash) {
    store.wasFound(hash);
    if (reuse.follows(hash)) {
      reuse.got(hash, -1, false);
    }
  }

  /** The same as {@link #retrieved} of what was read in another shard's memory. */
  public void retrievedElsewhere(Command command, Outcome outcome) {
    boolean found = outcome == Outcome.FOUND;
    command.item = found ? command.item : Store.ABSENT;
    if (outcome == Outcome.NO_MEMORY) {
      command.missCause = MissCause.EVICTED;
    }
    if (watching.isOn()) {
      watching.retrieved(command, found);
    }
    if (command.operation == Operation.FIND && found && command.item >= 0) {
      marking.told(command);
    }
    if (command.operation == Operation.GET
        || command.operation == Operation.FIND && !command.asks(Terms.TOUCH)) {
      prefixes.add(command.key, PrefixCounts.Count.GET, found);
      metrics.gets.increment();
      if (found) {
        metrics.getHits.increment();
      } else {
        metrics.missedGet(command.missCause);
      }
      return;
    }
    metrics.touches.increment();
    if (!found) {
      metrics.missedTouch(command.missCause);
      return;
    }
    metrics.touchHits.increment();
    if (command.operation == Operation.GET_AND_TOUCH && command.isDead()) {
      store.lose(command.key, MissCause.EXPIRED);
    }
  }

  private Outcome touch(Command command) {
    boolean dead = command.isDead();
    long item = dead ? store.find(command.key) : store.touch(command.key, command.deadlineSec);
    if (item == Store.NO_MEMORY && !command.isLastTry) {
      return Outcome.LATER;
    }
    metrics.touches.increment();
    if (item == Store.NO_MEMORY) {
      return Outcome.NO_MEMORY;
    }
    if (item < 0) {
      metrics.missedTouch(store.missCause(command.key));
      return Outcome.NOT_FOUND;
    }
    metrics.touchHits.increment();
    if (dead) {
      store.lose(command.key, MissCause.EXPIRED);
    }
    return Outcome.TOUCHED;
  }

  private Outcome delete(Command command) {
    if (command.wishes != 0) {
      long item = store.seek(command.key);
      if (item >= 0 && command.isUnexpected(store, item)) {
        return Outcome.EXISTS;
      }
      if (item >= 0 && command.asks(Terms.STALE | Terms.EMPTY)) {
        return marking.spoil(command, item);
      }
    }
    prefixes.add(command.key, PrefixCounts.Count.DEL, false);
    boolean deleted = store.delete(command.key);
    (deleted ? metrics.deleteHits : metrics.deleteMisses).increment();
    return deleted ? Outcome.DELETED : Outcome.NOT_FOUND;
  }

  private Outcome flush(Command command) {
    metrics.flushes.increment();
    return flushToo(command);
  }

  /**
   * Forgets what another shard was asked to forget, where it is counted. The last one decides, also
   * that nothing is to be forgotten.
   */
  public Outcome flushToo(Command command) {
    flushAtSec = command.isDead() ? Store.NEVER : command.deadlineSec;
    if (command.isDead()) {
      forgetAll();
    }
    return Outcome.FLUSHED;
  }

  /** The token of an item. */
  public long cas(long item) {
    return Annex.cas(store, item);
  }

  /**
   * Lists some of what is stored: as many items as a page has room for, or places as one call may
   * look at.
   *
   * @param place where to go on: 0, or what the page before says is next
   * @param page begun, without an item
   */
  public void list(long place, ItemPage page) {
    listed.begin(place);
    page.next = place;
    while (page.next != Listed.END && page.looked < LOOKED_MAX) {
      page.looked += store.list(listed, LOOKED_MAX - page.looked);
      if (listed.item >= 0 && !page.hasRoomFor(store.keyLength(listed.item))) {
        return;
      }
      if (listed.item >= 0) {
        add(page);
      }
      page.next = listed.place;
    }
  }

  private void add(ItemPage page) {
    long item = listed.item;
    boolean known = store.hasAnnex(item);
    int sinceSec = known ? Annex.foundSec(store, item, 0) : listed.knownSinceSec;
    page.add(
        store, listed, Annex.cas(store, item, listed.token),
        listed.found || (Annex.marks(store, item) & Annex.FOUND) != 0,
        wallSec(store.expiresAtSec(item)), wallSec(sinceSec));
  }

  /** A moment of the store's clock in seconds since the epoch; 0 stays what it is. */
  private long wallSec(int sec) {
    return sec == 0 ? 0 : clock.wallSec() + sec - clock.nowSec();
  }

  /** Seconds of the store's clock. */
  public int nowSec() {
    return clock.nowSec();
  }

  /** The monotonic clock, as it was told when the turn began. */
  public long nowNs() {
    return clock.nowNs();
  }

  /** Forgets everything if the time for it has come: to be asked before commands are. */
  public void flushIfDue() {
    if (flushAtSec != Store.NEVER && clock.nowSec() >= flushAtSec) {
      flushAtSec = Store.NEVER;
      forgetAll();
    }
  }

  private void forgetAll() {
    store.flush();
    reuse.forgetAll();
  }

  /** Bounded work that no command asked for; true if there is more to do now. */
  public boolean maintain(int items) {
    flushIfDue();
    return store.maintain(items);
  }
}
