package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import java.lang.foreign.MemorySegment;

/** A protocol, as a client speaks it. Stateless: any number of connections share one. */
public interface Codec {
  /** No request of this workload is longer than this many bytes. */
  int requestBytesMax(int valueBytesMax);

  /** Writes the request at {@code offset}; returns the offset behind it. */
  long compose(Ask ask, MemorySegment out, long offset);

  /** The reader of one connection's replies. */
  ReplyReader newReader();
}
