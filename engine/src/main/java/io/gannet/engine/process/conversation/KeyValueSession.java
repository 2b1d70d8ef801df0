package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.kv.PendingValue;

/**
 * One conversation with a {@link KeyValueProcessor}: the value it awaits, and its patience. Where
 * its parser stands, and the reply that it owes, its protocol's subclass knows.
 */
public abstract class KeyValueSession extends Session {
  /** The value whose bytes come next. */
  protected final PendingValue pending = new PendingValue();

  final Patience patience = new Patience();
  final Hop hop = new Hop();

  /** Nothing was said yet. */
  protected KeyValueSession() {}

  @Override
  public final long awaitedBytes() {
    return pending.awaitedBytes();
  }

  @Override
  public final long awaitedOffset() {
    return pending.awaitedOffset();
  }

  @Override
  public final boolean holdsMemory() {
    return pending.isAwaited();
  }

  @Override
  public final long reservedBytes() {
    return pending.length();
  }

  @Override
  public final int waitsBegun() {
    return patience.waitsBegun();
  }

  @Override
  public final long wantedBytes() {
    return patience.wantedBytes();
  }

  @Override
  public final boolean awaitsHop() {
    return hop.isAwaited();
  }

  @Override
  public final int answersCome() {
    return hop.come();
  }

  @Override
  public final int awaitedShard() {
    return pending.isElsewhere() ? pending.shard() : OWN_SHARD;
  }

  /** True if the request that comes next is refused if there still is no memory for it. */
  public final boolean hasGivenUp() {
    return patience.hasEnded();
  }

  /** Forgets all; a value awaited must have been given up before. */
  final void reset() {
    assert !pending.isAwaited();
    patience.goOn();
    hop.reset();
    forget();
  }

  /** Forgets what the protocol remembers. */
  protected abstract void forget();

  /** Composes what is owed; false if there is no room, or no budget, for all of it now. */
  protected abstract boolean settle(Output out);

  /** What was carried over from earlier reads, to be parsed before anything else. */
  protected abstract Window carried();

  /** True if the value awaited is to be answered. */
  protected abstract boolean isAnswered();

  /**
   * Takes what there is of the trailer behind a value that has come, all but its last byte.
   *
   * @return false if that one has not come yet
   */
  protected abstract boolean trailerHasCome(Window in);

  /** True if the trailer is as it should be: its last byte is the next one. */
  protected abstract boolean isTrailerGood(Window in);

  /** Takes the last byte of the trailer. */
  protected abstract void takeTrailer(Window in);
}
