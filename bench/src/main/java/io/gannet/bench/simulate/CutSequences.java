package io.gannet.bench.simulate;

import io.gannet.engine.hash.Sequences;
import java.util.function.BooleanSupplier;

/**
 * What a store's owner and its foreign readers tell each other, where either may be held up: the
 * owner before and after each word, in the midst of a change; a reader between what it has found,
 * what it copies and the look at whether that was right, until the owner has changed something or
 * has used memory anew.
 */
final class CutSequences extends Sequences {
  /** Where somebody may be held up. */
  interface Cut {
    /** For a while. */
    void cut();

    /** Until something is true, if that comes soon. */
    void cut(BooleanSupplier enough);
  }

  /** So many segments more are used anew: one that was read is among them, or almost all are. */
  private static final int[] REUSES = {1, 5, 25, 25};

  private final Cut world;
  private final Thread owner = Thread.currentThread();
  private long changes;
  private long reuses;
  private int reads;

  /** By the owner. */
  CutSequences(Cut world) {
    super(true);
    this.world = world;
  }

  // The owner's.

  private void tell(Runnable word) {
    world.cut();
    word.run();
    changes++;
    world.cut();
  }

  @Override
  public void publish() {
    tell(super::publish);
  }

  @Override
  public void changing(long hash) {
    tell(() -> super.changing(hash));
  }

  @Override
  public void changed(long hash) {
    tell(() -> super.changed(hash));
  }

  @Override
  public void moved(long hash) {
    tell(() -> super.moved(hash));
  }

  @Override
  public void reused() {
    tell(super::reused);
    reuses++;
  }

  @Override
  public void buckets(long number) {
    tell(() -> super.buckets(number));
  }

  @Override
  public void deadBefore(long age) {
    tell(() -> super.deadBefore(age));
  }

  // The readers'.

  private void read() {
    if (Thread.currentThread() != owner) {
      long changed = changes;
      long reused = reuses + REUSES[reads % REUSES.length];
      boolean forReuse = reads++ % 3 > 0;
      world.cut(() -> forReuse ? reuses > reused : changes > changed);
    }
  }

  @Override
  public long stripe(long hash) {
    read();
    return super.stripe(hash);
  }

  @Override
  public long deadBefore() {
    long age = super.deadBefore();
    read();
    return age;
  }

  @Override
  public int heatTime() {
    int time = super.heatTime();
    read();
    return time;
  }
}
