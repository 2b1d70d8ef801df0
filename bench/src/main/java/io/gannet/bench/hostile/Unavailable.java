package io.gannet.bench.hostile;

/** A case cannot be tried here; the message says why. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unavailable(String why) {
    super(why);
  }
}
