package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import io.gannet.engine.bytes.Window;

/**
 * Reads the replies of one connection, in order, however the stream was cut into windows. One
 * thread.
 */
public interface ReplyReader {
  /**
   * Reads on in the reply to {@code ask}: consumes it to its end, or the whole window when that
   * does not reach so far. The next call for the same reply is given the bytes that follow.
   *
   * @return {@link Outcome#PENDING} while its end is not seen
   */
  Outcome read(Window in, Ask ask);

  /** Forgets a reply that was begun: the connection is a new one. */
  void reset();

  /**
   * Why the last reply that was {@link Outcome#REFUSED} or {@link Outcome#WRONG} was so: what the
   * server said, cut to a bounded length, or what is wrong. Built when asked for, which must
   * be before the next read.
   */
  String lastError();
}
