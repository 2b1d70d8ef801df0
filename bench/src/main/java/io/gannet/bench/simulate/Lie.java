package io.gannet.bench.simulate;

/** Something that must never happen has happened. */
public final class Lie extends RuntimeException {
  private static final long serialVersionUID = 1;

  Lie(String what) {
    super(what);
  }
}
