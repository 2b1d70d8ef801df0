package io.gannet.bench.hostile;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Comes, says something, and goes, again and again; each client says another of these words.
 *
 * @param stayNs between its last byte and its end
 * @param awayNs before it comes again
 */
record Passing(List<ByteBuffer> words, Parting parting, long stayNs, long awayNs)
    implements Habit {
  /** How a connection is ended. */
  enum Parting {
    /** In order. */
    FIN,
    /** SO_LINGER 0: what is on its way is lost. */
    RESET,
    /** Every other so. */
    EITHER
  }

  @Override
  public ByteBuffer opening(Caller caller) {
    return words.get(caller.index % words.size());
  }

  @Override
  public void said(Caller caller) {
    if (stayNs == 0) {
      part(caller);
    } else {
      caller.after(stayNs, () -> part(caller));
    }
  }

  private void part(Caller caller) {
    boolean either = parting == Parting.EITHER && caller.lives() % 2 == 0;
    caller.hangUp(parting == Parting.RESET || either, awayNs);
  }

  @Override
  public void lost(Caller caller) {
    caller.again(awayNs);
  }
}
