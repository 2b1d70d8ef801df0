package io.gannet.bench.load;

import java.lang.foreign.MemorySegment;

/**
 * Where the requests of one connection are composed and sent from: two halves, so that requests can
 * be composed while others are on their way into the kernel.
 *
 * <pre>
 *   half 0  │ sent already │ sending      │ free │   the kernel's until the send's CQE
 *   half 1  │ composed            │ free         │   ours; sealed and sent when half 0 is done
 * </pre>
 *
 * <p>There is at most one send at a time, so the half that is not sending may always be written.
 */
final class OutBuffer {
  /** Of all connections of the thread; offsets are its. */
  final MemorySegment memory;

  private final long start;
  private final long halfBytes;

  /** Where the next request goes. */
  long end;

  private long half;
  private long sendingFrom;
  private long sendingTo;

  OutBuffer(MemorySegment memory, long start, long halfBytes) {
    this.memory = memory;
    this.start = start;
    this.halfBytes = halfBytes;
    this.half = start;
    this.end = start;
  }

  /** Whether that many bytes may be written from {@link #end} on. */
  boolean hasRoom(long bytes) {
    return end + bytes <= half + halfBytes;
  }

  boolean isSending() {
    return sendingFrom != sendingTo;
  }

  /** Whether something is composed that no send is under way for. */
  boolean hasUnsent() {
    return end != half;
  }

  /** What is composed is to be sent; nothing may be sending. */
  void seal() {
    sendingFrom = half;
    sendingTo = end;
    half = half == start ? start + halfBytes : start;
    end = half;
  }

  /** Where the send begins. */
  long sendOffset() {
    return sendingFrom;
  }

  /** How much of it is to be sent. */
  int sendLength() {
    return (int) (sendingTo - sendingFrom);
  }

  /** The kernel took that much. */
  void sent(int bytes) {
    sendingFrom += bytes;
  }

  /** Forgets all; no send may be in flight. */
  void clear() {
    end = half;
    sendingFrom = sendingTo;
  }
}
