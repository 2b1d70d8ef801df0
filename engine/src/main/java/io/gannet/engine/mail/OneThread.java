package io.gannet.engine.mail;

/** For asserts: that what belongs to one thread is used by no other, the first to use it. */
final class OneThread {
  private Thread thread;

  boolean isThis() {
    if (thread == null) {
      thread = Thread.currentThread();
    }
    return thread == Thread.currentThread();
  }
}
