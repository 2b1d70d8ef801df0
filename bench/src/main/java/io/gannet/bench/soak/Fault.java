package io.gannet.bench.soak;

/** What no client may be told, or be done to: a lie, an answer that is none, no answer at all. */
final class Fault extends Exception {
  private static final long serialVersionUID = 1L;

  Fault(String what) {
    super(what);
  }
}
