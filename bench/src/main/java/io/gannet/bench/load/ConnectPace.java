package io.gannet.bench.load;

/** Asks nothing: waits until every connection is open. */
final class ConnectPace implements Pace {
  private final Lifecycle lifecycle;
  private final Target target;
  private final long untilNs;

  ConnectPace(Lifecycle lifecycle, Target target, long patienceNs) {
    this.lifecycle = lifecycle;
    this.target = target;
    this.untilNs = System.nanoTime() + patienceNs;
    lifecycle.openDue(Span.NEVER);
  }

  @Override
  public void onRoom(Connection connection, long nowNs) {}

  @Override
  public void onTurn(long nowNs) {
    if (nowNs >= untilNs) {
      throw target.silent();
    }
  }

  @Override
  public long awakeAtNs() {
    return Span.NEVER;
  }

  @Override
  public boolean isEnded(long nowNs) {
    return lifecycle.isStarted();
  }

  @Override
  public boolean isBehind() {
    return false;
  }

  @Override
  public void drop() {}
}
