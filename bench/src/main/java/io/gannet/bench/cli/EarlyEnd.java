package io.gannet.bench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or SIGTERM, while something is measured: the process ends only when what was measured so
 * far is told, or that takes too long.
 */
final class EarlyEnd implements AutoCloseable {
  private static final long TELL_SEC_MAX = 20;

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread onExit = new Thread(this::ask, "early-end");
  private volatile boolean isAsked;

  EarlyEnd() {
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  private void ask() {
    isAsked = true;
    try {
      told.await(TELL_SEC_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether to come to an end now. */
  boolean isAsked() {
    return isAsked;
  }

  /** All is told. */
  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending, and no longer has to wait for this.
    }
  }
}
