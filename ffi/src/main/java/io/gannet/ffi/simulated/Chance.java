package io.gannet.ffi.simulated;

/** Decides what happens: the same decisions in the same order make the same run. */
public interface Chance {
  /** A kernel that does what it is asked, at once. */
  Chance NONE = new Chance() {
    @Override
    public boolean happens(Fault fault) {
      return false;
    }

    @Override
    public int below(int bound) {
      return 0;
    }
  };

  /** True if it happens now. */
  boolean happens(Fault fault);

  /** Any of 0 … {@code bound} − 1. */
  int below(int bound);
}
