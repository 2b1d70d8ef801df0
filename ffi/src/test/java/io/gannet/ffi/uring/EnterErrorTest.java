package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnterErrorTest {
  private static final Set<Integer> SCARCITY = Set.of(Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM);

  @Test
  void whatTheKernelLacksForAWhileIsScarcityAndPasses() {
    for (int errno : SCARCITY) {
      assertTrue(EnterError.isScarcity(-errno) && EnterError.passes(-errno));
    }
  }

  @Test
  void signalsTimeoutsAndLostCompletionsPassAndAreNoScarcity() {
    for (int errno : new int[] {Errno.EINTR, Errno.ETIME, Errno.EBADR}) {
      assertTrue(EnterError.passes(-errno));
      assertFalse(EnterError.isScarcity(-errno));
    }
  }

  @Test
  void noOtherErrorPasses() {
    Set<Integer> passing =
        IntStream.range(1, 134).filter(e -> EnterError.passes(-e)).boxed()
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(Errno.EINTR, Errno.ETIME, Errno.EBADR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM),
        passing);
    assertTrue(EnterError.passes(0) && EnterError.passes(7));
  }
}
