package io.gannet.engine.store;

/**
 * Who was refused memory and has not had it yet: the one who asked first. What becomes free next is
 * kept for that one, so that a large value is stored in the end though small ones take memory all
 * the time. There is one at a time: the next who is refused after it was served is the next.
 *
 * <p>It is known by the hash of its key. Who does not ask again for long has gone: for {@value
 * #PATIENCE} refusals of others and calls of maintain together.
 */
public final class Waiting {
  private static final int PATIENCE = 64;

  private long hash;
  private int patience;

  /** Nobody. */
  public Waiting() {}

  /** True if somebody waits. */
  public boolean any() {
    return patience > 0;
  }

  /** True if somebody waits who is not this one. */
  public boolean isOther(long hash) {
    return any() && !is(hash);
  }

  private boolean is(long hash) {
    return this.hash == hash;
  }

  /** No memory was to be had for this one, for now. */
  public void refused(long hash) {
    if (isOther(hash)) {
      patience--;
    } else {
      this.hash = hash;
      patience = PATIENCE;
    }
  }

  /** This one has what it asked for. */
  public void served(long hash) {
    if (any() && is(hash)) {
      patience = 0;
    }
  }

  /** Time passes: a call of maintain. */
  public void turn() {
    patience -= any() ? 1 : 0;
  }
}
