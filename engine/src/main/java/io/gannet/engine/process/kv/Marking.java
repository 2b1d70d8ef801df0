package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;

/**
 * Items that are found and deleted on {@link Terms}. A find that is to be told has no effect that
 * telling it twice would not have: what it changes of the marks it changes once it is {@link
 * #told}.
 */
final class Marking {
  private final Store store;
  private final CoarseClock clock;
  private final Rewriting rewriting;

  Marking(Store store, CoarseClock clock, Rewriting rewriting) {
    this.store = store;
    this.clock = clock;
    this.rewriting = rewriting;
  }

  /** Finds the item, or makes it; it gets the deadline that was asked for, and terms are told. */
  Outcome find(Command command) {
    Terms terms = command.terms;
    terms.told = 0;
    long item = terms.asks(Terms.UNNOTICED) ? store.seek(command.key) : store.find(command.key);
    if (item < 0 && terms.asks(Terms.MAKE)) {
      item = make(command);
    }
    if (item == Store.NO_MEMORY && !command.isLastTry) {
      return Outcome.LATER;
    }
    return item < 0 ? found(command, Store.ABSENT) : findAndTell(command, item);
  }

  private Outcome found(Command command, long item) {
    command.item = item;
    if (item < 0) {
      command.missCause = store.missCause(command.key);
    }
    return item < 0 ? Outcome.NOT_FOUND : Outcome.FOUND;
  }

  private long make(Command command) {
    Terms terms = command.terms;
    int nowSec = clock.nowSec();
    int deadlineSec =
        terms.madeDeadlineSec == Command.DEAD ? nowSec + 1 : terms.madeDeadlineSec;
    return rewriting.putEmpty(command.key, deadlineSec, givenToken(terms), nowSec, Annex.MADE);
  }

  static long givenToken(Terms terms) {
    return terms.asks(Terms.GIVE_CAS) ? terms.token : 0;
  }

  /** What was made and not told yet is told as what is made now. */
  private Outcome findAndTell(Command command, long found) {
    Terms terms = command.terms;
    if (terms.asked == 0 && !store.hasAnnex(found)) {
      return found(command, found); // nothing is to be done, nor told but its value
    }
    boolean made = terms.asks(Terms.MAKE) && (Annex.marks(store, found) & Annex.MADE) != 0;
    boolean touches = terms.asks(Terms.TOUCH) && !(made && terms.asks(Terms.MADE_LAST));
    boolean dies = touches && terms.touchDeadlineSec == Command.DEAD;
    boolean later = touches && !dies && isToldAsItWas(terms);
    tell(command, found);
    terms.told |= dies ? Terms.DIES : later ? Terms.IS_TOUCHED_LATER : 0;
    boolean keeps =
        terms.asks(Terms.TELL_USE) && !terms.asks(Terms.UNNOTICED) || terms.tells(Terms.WON);
    long item = keeps && !store.hasAnnex(found) ? annex(command, found) : found;
    boolean unmade = made && terms.asks(Terms.LEFT_UNMADE);
    int leftSec = item < 0 ? 0 : unmade ? Terms.FOR_EVER : leftSec(store.expiresAtSec(item));
    if (item >= 0 && touches && !dies && !later) {
      item = store.touch(command.key, terms.touchDeadlineSec);
    }
    if (item == Store.NO_MEMORY) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    boolean asItWas = terms.asks(Terms.LEFT_FIRST) || !touches;
    terms.leftSec = asItWas ? leftSec : dies ? 0 : leftSec(terms.touchDeadlineSec);
    return found(command, item);
  }

  /** True if something is told of the deadline that an item has before it gets another. */
  private static boolean isToldAsItWas(Terms terms) {
    return terms.asks(Terms.LEFT_FIRST)
        || terms.asks(Terms.RECACHE) && !terms.asks(Terms.RECACHE_LAST);
  }

  /** An item that has no annex gets one; where there is no place for it, nobody has won. */
  private long annex(Command command, long item) {
    long annexed =
        rewriting.annex(command.key, item, store.cas(item), clock.nowSec(), 0);
    if (annexed != Store.NO_MEMORY && annexed != Store.TOO_LARGE) {
      return annexed;
    }
    command.terms.told &= ~Terms.WON;
    return store.seek(command.key); // making room may have moved it
  }

  private void tell(Command command, long item) {
    Terms terms = command.terms;
    int nowSec = clock.nowSec();
    int marks = Annex.marks(store, item);
    boolean sent = (marks & Annex.SENT) != 0;
    boolean stale = (marks & Annex.STALE) != 0;
    boolean won =
        (marks & Annex.MADE) != 0 || !sent && (stale || isSoonDead(terms, item));
    terms.told =
        (stale ? Terms.IS_STALE : 0)
            | (sent ? Terms.IS_SENT : 0)
            | (won ? Terms.WON : 0)
            | ((marks & Annex.FOUND) != 0 ? Terms.WAS_FOUND : 0);
    if (terms.asks(Terms.UNLESS_CAS) && Annex.cas(store, item) == command.expected) {
      terms.told |= Terms.IS_EXPECTED;
    }
    terms.ageSec = nowSec - Annex.foundSec(store, item, nowSec);
  }

  private boolean isSoonDead(Terms terms, long item) {
    boolean touchedBefore = terms.asks(Terms.TOUCH) && terms.asks(Terms.RECACHE_LAST);
    int deadlineSec = touchedBefore ? terms.touchDeadlineSec : store.expiresAtSec(item);
    return terms.asks(Terms.RECACHE)
        && deadlineSec != Store.NEVER
        && deadlineSec < terms.recacheDeadlineSec;
  }

  private int leftSec(int deadlineSec) {
    return deadlineSec == Store.NEVER ? Terms.FOR_EVER : deadlineSec - clock.nowSec();
  }

  /** What was found was told. Where another deadline has no place then it is forgotten. */
  void told(Command command) {
    Terms terms = command.terms;
    long item = command.item;
    if (store.hasAnnex(item)) {
      if (!terms.asks(Terms.UNNOTICED)) {
        Annex.found(store, item, clock.nowSec());
      }
      if (terms.tells(Terms.WON)) {
        Annex.marks(store, item, Annex.marks(store, item) & ~Annex.MADE | Annex.SENT);
      }
    }
    boolean dies = terms.tells(Terms.DIES);
    boolean unplaced =
        terms.tells(Terms.IS_TOUCHED_LATER)
            && store.touch(command.key, terms.touchDeadlineSec) == Store.NO_MEMORY;
    if (dies || unplaced) {
      store.lose(command.key, dies ? MissCause.EXPIRED : MissCause.EVICTED);
    }
  }

  /** An item of any kind was found by who asks for nothing beyond its value. */
  void noticed(long item) {
    if (store.hasAnnex(item)) {
      Annex.found(store, item, clock.nowSec());
    }
  }

  /** What there is becomes stale, or empty, or both. Where that has no place it is forgotten. */
  Outcome spoil(Command command, long item) {
    Terms terms = command.terms;
    Key key = command.key;
    boolean touched = terms.asks(Terms.TOUCH);
    if (touched && terms.touchDeadlineSec == Command.DEAD) {
      store.lose(key, MissCause.EXPIRED);
      return Outcome.DELETED;
    }
    boolean stale = terms.asks(Terms.STALE);
    long token = terms.asks(Terms.GIVE_CAS) ? terms.token : stale ? 0 : Annex.cas(store, item);
    int nowSec = clock.nowSec();
    int foundSec = Annex.foundSec(store, item, nowSec);
    int marks = stale ? Annex.STALE : 0;
    long spoilt;
    if (terms.asks(Terms.EMPTY)) {
      int deadlineSec = touched ? terms.touchDeadlineSec : Store.NEVER;
      spoilt = rewriting.putEmpty(key, command.clientFlags, deadlineSec, token, nowSec, marks);
    } else {
      marks |= Annex.marks(store, item) & Annex.FOUND;
      int deadlineSec = touched ? terms.touchDeadlineSec : store.expiresAtSec(item);
      spoilt = rewriting.annex(key, item, deadlineSec, token, foundSec, marks);
    }
    if (spoilt == Store.NO_MEMORY) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    if (spoilt == Store.TOO_LARGE) {
      store.lose(key, MissCause.TOO_LARGE);
    }
    return Outcome.DELETED;
  }
}
