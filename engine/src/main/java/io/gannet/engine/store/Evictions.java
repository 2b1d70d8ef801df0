package io.gannet.engine.store;

/**
 * Whom a store tells which items it forgets to make room: nobody, until somebody may want to know.
 * The store's own thread.
 */
public final class Evictions {
  /** Is told, while it listens. */
  public interface Listener {
    /** True if somebody wants to know; asked before each item. */
    boolean listens();

    /**
     * A live item is about to be forgotten.
     *
     * @param item its handle, by which it can still be read
     * @param sinceSec seconds of the store's clock since when it was not touched, as far as that is
     *     known; 0 if it is not
     * @param found whether it is known to have been found
     */
    void evicted(long item, int sinceSec, boolean found);
  }

  private Listener listener;

  /** Nobody is told. */
  public Evictions() {}

  /** They are told to this one from now on. */
  public void tellTo(Listener told) {
    listener = told;
  }

  /** True if somebody wants to know. */
  public boolean areTold() {
    return listener != null && listener.listens();
  }

  /** Tells one, if {@link #areTold}. */
  public void tell(long item, int sinceSec, boolean found) {
    listener.evicted(item, sinceSec, found);
  }
}
