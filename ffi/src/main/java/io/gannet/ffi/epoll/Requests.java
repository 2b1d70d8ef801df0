package io.gannet.ffi.epoll;

/**
 * The requests of a ring: a pool, and those that wait by their user data, for cancels. Several may
 * have the same. Memory grows with the number that wait at once, and is kept. One thread.
 */
final class Requests {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Request[] buckets = new Request[64];
  private int shift = Long.SIZE - 6;
  private int waiting;
  private Request free;

  Request take() {
    Request request = free;
    if (request == null) {
      return new Request();
    }
    free = request.behind;
    request.behind = null;
    return request;
  }

  void giveBack(Request request) {
    assert !request.waits && request.vectors == null;
    request.file = null;
    request.behind = free;
    free = request;
  }

  /** It waits from now on. */
  void add(Request request) {
    if (waiting++ == buckets.length) {
      grow();
    }
    link(request);
  }

  private void link(Request request) {
    int bucket = bucket(request.userData);
    request.sameBefore = null;
    request.sameBehind = buckets[bucket];
    if (request.sameBehind != null) {
      request.sameBehind.sameBefore = request;
    }
    buckets[bucket] = request;
  }

  /** It waits no longer. */
  void remove(Request request) {
    waiting--;
    if (request.sameBefore == null) {
      buckets[bucket(request.userData)] = request.sameBehind;
    } else {
      request.sameBefore.sameBehind = request.sameBehind;
    }
    if (request.sameBehind != null) {
      request.sameBehind.sameBefore = request.sameBefore;
    }
    request.sameBefore = null;
    request.sameBehind = null;
  }

  /** One that waits and has this user data, or null. */
  Request find(long userData) {
    Request request = buckets[bucket(userData)];
    while (request != null && request.userData != userData) {
      request = request.sameBehind;
    }
    return request;
  }

  /** The same, of one that asks for this operation. */
  Request find(long userData, int opcode) {
    Request request = buckets[bucket(userData)];
    while (request != null && (request.userData != userData || request.opcode != opcode)) {
      request = request.sameBehind;
    }
    return request;
  }

  private int bucket(long userData) {
    return (int) (userData * MIX >>> shift);
  }

  private void grow() {
    Request[] old = buckets;
    buckets = new Request[2 * old.length];
    shift--;
    for (Request chain : old) {
      for (Request request = chain; request != null; ) {
        Request next = request.sameBehind;
        link(request);
        request = next;
      }
    }
  }
}
