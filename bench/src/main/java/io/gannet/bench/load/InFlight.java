package io.gannet.bench.load;

import io.gannet.bench.workload.Ask;

/**
 * The requests of one connection that wait for their replies, oldest first, and the sends that they
 * went out with.
 *
 * <pre>
 *   positions   head              flushed          tail      monotone; index = position & mask
 *   asks        │ a a a a a b b b b │ c c c          │       composed one by one
 *   sends       │ end of a, when    │ (not yet sent) │       a reply's is found by its position
 * </pre>
 *
 * <p>Everything is made once; an {@link Ask} is filled in where it will lie.
 */
final class InFlight {
  private final Ask[] asks;
  private final long[] intendedNs;
  private final boolean[] fills;
  private final long[] sendEnd;
  private final long[] sentNs;
  private final int mask;

  private long head;
  private long flushed;
  private long tail;
  private int sendHead;
  private int sendTail;

  InFlight(int requestsMax) {
    int capacity = Pow2.atLeast(requestsMax);
    asks = new Ask[capacity];
    for (int i = 0; i < capacity; i++) {
      asks[i] = new Ask();
    }
    intendedNs = new long[capacity];
    fills = new boolean[capacity];
    sendEnd = new long[capacity];
    sentNs = new long[capacity];
    mask = capacity - 1;
  }

  /** Requests not answered, sent or not. */
  int count() {
    return (int) (tail - head);
  }

  boolean isEmpty() {
    return tail == head;
  }

  /** Whether some are composed and not sent. */
  boolean hasUnsent() {
    return tail != flushed;
  }

  /** Where the next request is to be filled in, before {@link #add}. */
  Ask next() {
    return asks[(int) tail & mask];
  }

  /** Takes {@link #next} in. */
  void add(long whenNs, boolean isFill) {
    int index = (int) tail & mask;
    intendedNs[index] = whenNs;
    fills[index] = isFill;
    tail++;
  }

  /** All that was added since the last time is sent now. */
  void flush(long nowNs) {
    sendEnd[sendTail & mask] = tail;
    sentNs[sendTail & mask] = nowNs;
    sendTail++;
    flushed = tail;
  }

  /** The oldest request. */
  Ask head() {
    return asks[(int) head & mask];
  }

  /** When the oldest was due. */
  long headIntendedNs() {
    return intendedNs[(int) head & mask];
  }

  /** When the {@code index}-th that is not sent was due. */
  long unsentIntendedNs(int index) {
    return intendedNs[(int) (flushed + index) & mask];
  }

  /** Whether that one stores what a get missed. */
  boolean unsentIsFill(int index) {
    return fills[(int) (flushed + index) & mask];
  }

  int unsentCount() {
    return (int) (tail - flushed);
  }

  /** Whether the oldest stores what a get missed. */
  boolean headIsFill() {
    return fills[(int) head & mask];
  }

  /** Whether the oldest was handed to the kernel. */
  boolean headIsSent() {
    return head < flushed; // those that are given up unsent leave it behind
  }

  /** When the oldest was handed to the kernel. */
  long headSentNs() {
    return sentNs[sendHead & mask];
  }

  /** The oldest is answered; true if it was the last of its send. */
  boolean remove() {
    head++;
    if (head != sendEnd[sendHead & mask]) {
      return false;
    }
    sendHead++;
    return true;
  }

  /** Forgets them all. */
  void clear() {
    head = tail;
    flushed = tail;
    sendHead = sendTail;
  }
}
