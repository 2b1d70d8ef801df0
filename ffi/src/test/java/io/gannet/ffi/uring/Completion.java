package io.gannet.ffi.uring;

import java.util.ArrayList;
import java.util.List;

/** A copy of a completion, to be compared after the queue has moved on. */
record Completion(long userData, int res, int flags) {
  private static final long TIMEOUT_NS = 2_000_000_000L;
  private static final int MAX_WAITS = 100;

  boolean more() {
    return (flags & IoUring.IORING_CQE_F_MORE) != 0;
  }

  boolean notif() {
    return (flags & IoUring.IORING_CQE_F_NOTIF) != 0;
  }

  int bufferId() {
    return flags >>> IoUring.IORING_CQE_BUFFER_SHIFT;
  }

  /** Submits, waits for {@code count} completions, and takes them all. */
  static List<Completion> await(Ring ring, int count) {
    List<Completion> all = new ArrayList<>();
    for (int waits = 0; all.size() < count; waits++) {
      if (waits == MAX_WAITS) {
        throw new AssertionError("waited for " + count + ", got only " + all);
      }
      ring.submitAndWaitTimeout(1, TIMEOUT_NS / MAX_WAITS);
      int ready = ring.cqReady();
      for (int i = 0; i < ready; i++) {
        Cqe cqe = ring.cqe(i);
        all.add(new Completion(cqe.userData(), cqe.res(), cqe.flags()));
      }
      ring.cqAdvance(ready);
    }
    return all;
  }

  /** The one that is expected. */
  static Completion await(Ring ring) {
    List<Completion> all = await(ring, 1);
    if (all.size() != 1) {
      throw new AssertionError("one was expected: " + all);
    }
    return all.getFirst();
  }

  /** Of several, the one with this user data. */
  static Completion of(List<Completion> all, long userData) {
    return all.stream().filter(one -> one.userData() == userData).findFirst()
        .orElseThrow(() -> new AssertionError("no " + userData + " in " + all));
  }
}
