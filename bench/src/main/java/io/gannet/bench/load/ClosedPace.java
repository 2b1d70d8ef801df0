package io.gannet.bench.load;

import io.gannet.bench.workload.RequestSource;

/**
 * Closed loop: a batch of {@code depth} requests on each connection, and the next when all are
 * answered. Keys that were missed are stored first in the next batch.
 */
final class ClosedPace implements Pace {
  private final RequestSource source;
  private final Composer composer;
  private final Span span;
  private boolean sourceEnded;

  ClosedPace(RequestSource source, Composer composer, Span span) {
    this.source = source;
    this.composer = composer;
    this.span = span;
  }

  @Override
  public void onRoom(Connection connection, long nowNs) {
    if (connection.batchLeft == 0) {
      if (!connection.inFlight.isEmpty()) {
        return;
      }
      connection.batchLeft = composer.depth();
    }
    if (isEnded(nowNs)) {
      connection.batchLeft = 0;
      return;
    }
    while (connection.batchLeft > 0 && composer.hasRoom(connection)) {
      if (!composeNext(connection, nowNs)) {
        connection.batchLeft = 0;
        return;
      }
      connection.batchLeft--;
    }
  }

  private boolean composeNext(Connection connection, long nowNs) {
    if (!connection.fills.isEmpty()) {
      composer.composeFill(connection, nowNs);
      return true;
    }
    if (span.left == 0 || !source.next(connection.inFlight.next())) {
      sourceEnded = true;
      return false;
    }
    span.left--;
    composer.compose(connection, nowNs, false);
    return true;
  }

  @Override
  public void onTurn(long nowNs) {}

  @Override
  public long awakeAtNs() {
    return Span.NEVER;
  }

  @Override
  public boolean isEnded(long nowNs) {
    return sourceEnded || nowNs >= span.untilNs;
  }

  @Override
  public boolean isBehind() {
    return false;
  }

  @Override
  public void drop() {}
}
