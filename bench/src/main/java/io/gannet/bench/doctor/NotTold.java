package io.gannet.bench.doctor;

/** The host does not tell what a check asks; the message says why. */
final class NotTold extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotTold(String why) {
    super(why, null, false, false);
  }
}
