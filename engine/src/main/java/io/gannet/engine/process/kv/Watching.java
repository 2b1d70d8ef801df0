package io.gannet.engine.process.kv;

import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.engine.watch.WatchCommand;
import io.gannet.engine.watch.WatchLog;
import io.gannet.engine.watch.WatchStatus;
import io.gannet.engine.watch.WatchStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tells watchers what commands do, by the owner of the key, whoever asked. As in memcached whatever
 * changes an item looks it up first, and that is told as well; so the item is looked for once more
 * than it would be, which nobody pays for while nobody watches.
 *
 * <pre>
 *   before ─► carried out ─► after      LATER, AWAITED: nothing has happened yet
 *   retrievals: retrieved, once each    evicted: whenever room is made
 * </pre>
 */
final class Watching implements Evictions.Listener {
  private final Store store;
  private final CoarseClock clock;
  private final WatchLog log;
  private final MemorySegment keyScratch = Arena.ofAuto().allocate(Store.KEY_LENGTH_MAX);

  /** The item that the key had before; its length is without meaning if it had none. */
  private boolean had;

  private int hadLength;
  private int hadKind;

  Watching(Store store, CoarseClock clock, WatchLog log) {
    this.store = store;
    this.clock = clock;
    this.log = log;
  }

  boolean isOn() {
    return log.isOn();
  }

  /** What is carried out from here on is that client's, who is connected to some worker. */
  void by(int worker, long client) {
    log.by(worker, client);
  }

  /** A command with a key is about to be carried out. */
  void before(Command command) {
    long item = store.seek(command.key);
    had = item >= 0;
    hadLength = had ? store.valueLength(item) : 0;
    hadKind = had ? store.kind(item) : 0;
  }

  /** A place is filled: what was to become of its value is about to. The key outlives the place. */
  void before(Command command, long reservation) {
    int length = store.keyLength(reservation);
    MemorySegment.copy(store.memory(), store.keyOffset(reservation), keyScratch, 0, length);
    command.key.set(keyScratch, 0, length);
    before(command);
  }

  /** It has, and the place may be gone. */
  void afterwards(Command command, Outcome outcome) {
    command.key.set(keyScratch, 0, command.key.length);
    after(command, outcome);
  }

  /** It was carried out. */
  void after(Command command, Outcome outcome) {
    if (outcome == Outcome.LATER || outcome == Outcome.AWAITED) {
      return;
    }
    if (outcome == Outcome.TOO_LARGE || outcome == Outcome.NO_MEMORY) {
      refused(command, outcome);
      return;
    }
    fetched(command.key, had, hadKind, hadLength);
    switch (command.operation) {
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS ->
          stored(command, status(outcome), cmd(command.operation));
      case INCREMENT, DECREMENT -> {
        if (outcome == Outcome.COUNTED && !had) {
          stored(command, WatchStatus.STORED, WatchCommand.ADD);
        }
      }
      case DELETE -> {
        if (outcome == Outcome.DELETED && !command.asks(Terms.STALE)) {
          deleted(command);
        }
      }
      default -> {}
    }
  }

  /** No place for the value; what a set was to replace is looked up then, to be removed. */
  private void refused(Command command, Outcome outcome) {
    boolean tooLarge = outcome == Outcome.TOO_LARGE;
    if (command.operation.stores()) {
      Key key = command.key;
      log.stored(
          key.memory, key.offset, key.length,
          tooLarge ? WatchStatus.TOO_LARGE : WatchStatus.NO_MEMORY, cmd(command.operation), 0, 0,
          0, clock.nowNs());
    }
    if (command.operation == Operation.SET || !command.operation.stores()) {
      fetched(command.key, had, hadKind, hadLength);
    }
  }

  /** A retrieval was told; what another shard has, as it was read there, is as long as that. */
  void retrieved(Command command, boolean found) {
    long item = found && !isMade(command) ? command.item : Store.ABSENT;
    boolean elsewhere = found && command.item < 0;
    int length = item >= 0 ? store.valueLength(item) : elsewhere ? command.valueLength : 0;
    fetched(command.key, item >= 0 || elsewhere, item >= 0 ? store.kind(item) : 0, length);
  }

  /** There was none, and it is there so that who has asked makes it. */
  private boolean isMade(Command command) {
    return command.operation == Operation.FIND
        && command.item >= 0
        && (Annex.marks(store, command.item) & Annex.MADE) != 0;
  }

  private void fetched(Key key, boolean found, int kind, int length) {
    log.fetched(
        key.memory, key.offset, key.length, found ? WatchStatus.FOUND : WatchStatus.NOT_FOUND,
        kind, length, clock.nowNs());
  }

  /** What was stored is told as it is now: joined, and with the deadline that it has. */
  private void stored(Command command, WatchStatus status, WatchCommand by) {
    if (!log.wants(WatchStream.MUTATIONS)) {
      return;
    }
    Key key = command.key;
    long item = status == WatchStatus.STORED ? store.seek(key) : Store.ABSENT;
    boolean there = item >= 0;
    int deadlineSec = there ? store.expiresAtSec(item) : command.deadlineSec;
    log.stored(
        key.memory, key.offset, key.length, status, by, there ? store.kind(item) : 0,
        there ? store.valueLength(item) : command.valueLength, ttlSec(deadlineSec, 0),
        clock.nowNs());
  }

  private void deleted(Command command) {
    Key key = command.key;
    WatchCommand by = command.wishes(Command.TERMS) ? WatchCommand.MD : WatchCommand.DELETE;
    log.deleted(
        key.memory, key.offset, key.length, by, hadKind, hadLength, clock.nowNs());
  }

  private int ttlSec(int deadlineSec, int never) {
    if (deadlineSec == Store.NEVER) {
      return never;
    }
    return deadlineSec == Command.DEAD ? -1 : deadlineSec - clock.nowSec();
  }

  private static WatchStatus status(Outcome outcome) {
    return switch (outcome) {
      case STORED -> WatchStatus.STORED;
      case EXISTS -> WatchStatus.EXISTS;
      case NOT_FOUND -> WatchStatus.NOT_FOUND;
      default -> WatchStatus.NOT_STORED;
    };
  }

  private static WatchCommand cmd(Operation operation) {
    return switch (operation) {
      case ADD -> WatchCommand.ADD;
      case REPLACE -> WatchCommand.REPLACE;
      case APPEND -> WatchCommand.APPEND;
      case PREPEND -> WatchCommand.PREPEND;
      case CAS -> WatchCommand.CAS;
      default -> WatchCommand.SET;
    };
  }

  @Override
  public boolean listens() {
    return log.wants(WatchStream.EVICTIONS);
  }

  @Override
  public void evicted(long item, int sinceSec, boolean found) {
    boolean known = found || (Annex.marks(store, item) & Annex.FOUND) != 0;
    int ageSec = sinceSec == 0 ? 0 : Math.max(0, clock.nowSec() - sinceSec);
    log.evicted(
        store.memory(), store.keyOffset(item), store.keyLength(item), known, store.kind(item),
        store.valueLength(item), ttlSec(store.expiresAtSec(item), -1), ageSec, clock.nowNs());
  }
}
