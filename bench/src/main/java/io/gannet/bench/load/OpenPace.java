package io.gannet.bench.load;

/**
 * Open loop: what is due goes to the connections in turn, to one that has less than {@code depth}
 * requests in flight, and several in one turn to the same one go in one send. The server's replies
 * decide nothing but that. A key that was missed is stored at once, in the place of the get.
 */
final class OpenPace implements Pace {
  private final Agenda agenda;
  private final Composer composer;
  private final Connection[] connections;
  private final Span span;
  private int turn;
  private boolean behind;

  OpenPace(Agenda agenda, Composer composer, Connection[] connections, Span span) {
    this.agenda = agenda;
    this.composer = composer;
    this.connections = connections;
    this.span = span;
  }

  @Override
  public void onRoom(Connection connection, long nowNs) {
    while (!connection.fills.isEmpty() && composer.hasRoom(connection)) {
      composer.composeFill(connection, nowNs);
    }
  }

  @Override
  public void onTurn(long nowNs) {
    behind = false;
    while (agenda.dueNs() <= nowNs) {
      Connection connection = nextWithRoom();
      if (connection == null) {
        agenda.postpone(nowNs);
        behind = true;
        return;
      }
      long dueNs = agenda.dueNs();
      if (agenda.take(connection.inFlight.next())) {
        composer.compose(connection, dueNs, false);
      }
    }
  }

  private Connection nextWithRoom() {
    for (int i = 0; i < connections.length; i++) {
      turn = turn + 1 < connections.length ? turn + 1 : 0;
      Connection connection = connections[turn];
      if (connection.fills.isEmpty() && composer.hasRoom(connection)) {
        return connection;
      }
    }
    return null;
  }

  /** What waits for a connection waits for replies. */
  @Override
  public long awakeAtNs() {
    return isBehind() ? Span.NEVER : agenda.dueNs();
  }

  /** Not before its time, though nothing be due in the rest of it: the time is what was asked. */
  @Override
  public boolean isEnded(long nowNs) {
    return agenda.isExhausted() || nowNs >= span.untilNs;
  }

  @Override
  public boolean isBehind() {
    return behind;
  }

  @Override
  public void drop() {
    agenda.drop();
  }
}
