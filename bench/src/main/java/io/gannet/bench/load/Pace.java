package io.gannet.bench.load;

/** Decides when something is asked. */
interface Pace {
  /** A connection was opened, brought replies, or has room to compose again. */
  void onRoom(Connection connection, long nowNs);

  /** Once a turn, behind all that was received. */
  void onTurn(long nowNs);

  /** When the thread has to be awake, replies or not; {@link Span#NEVER} if only replies matter. */
  long awakeAtNs();

  /** Whether its time is over, or there is nothing more to ask. */
  boolean isEnded(long nowNs);

  /** Whether something that is due waits for a connection. */
  boolean isBehind();

  /** What is due and was never sent is dropped. */
  void drop();
}
