package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import java.lang.foreign.MemorySegment;

/** A protocol, as a client speaks it. Stateless: any number of connections share one. */
public interface Codec {
  /** No request of this workload is longer than this many bytes. */
  int requestBytesMax(int valueBytesMax);

  /**
   * Writes the request at {@code offset}; returns the offset behind it. There must be room for
   * {@link #requestBytesMax}, as words are written that later ones overlap.
   */
  long compose(Ask ask, MemorySegment out, long offset);

  /**
   * The reader of one connection's replies.
   *
   * @param verify whether values are compared byte by byte, not only by key and length
   */
  ReplyReader newReader(boolean verify);
}
