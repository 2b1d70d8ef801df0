package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays kernels that are older than this one: they answer EINVAL to flags they do not know. */
class RingSetupTest {
  private static final RingOptions SMALL = new RingOptions(8, 64, true);

  private final List<Integer> asked = new ArrayList<>();

  /** A kernel from before the release in which the newest of {@code unknown} came. */
  private Kernel without(int unknown) {
    return settingUp((entries, params) -> {
      int flags = IoUringParams.flags(params);
      asked.add(flags);
      return (flags & unknown) != 0 ? -Errno.EINVAL : LinuxKernel.LINUX.setup(entries, params);
    });
  }

  /** Linux, but for what makes a ring. */
  private static Kernel settingUp(ToIntBiFunction<Integer, MemorySegment> setup) {
    return new LinuxBelow() {
      @Override
      public int setup(int entries, MemorySegment params) {
        return setup.applyAsInt(entries, params);
      }
    };
  }

  private static int unknownTo(String release) {
    int unknown = 0;
    for (SetupFlag flag : SetupFlag.values()) {
      if (number(release) < number(flag.since)) {
        unknown |= flag.bit;
      }
    }
    return unknown;
  }

  /** 5.19 comes before 6.1. */
  private static int number(String release) {
    String[] parts = release.split("\\.");
    return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "7.0,  '', NO_SQARRAY DEFER_TASKRUN SINGLE_ISSUER TASKRUN_FLAG SUBMIT_ALL",
    "6.1,  NO_SQARRAY (6.6), DEFER_TASKRUN SINGLE_ISSUER TASKRUN_FLAG SUBMIT_ALL",
    "6.0,  'NO_SQARRAY (6.6), DEFER_TASKRUN (6.1)', "
        + "SINGLE_ISSUER TASKRUN_FLAG COOP_TASKRUN SUBMIT_ALL",
    "5.19, SINGLE_ISSUER (6.0), TASKRUN_FLAG COOP_TASKRUN SUBMIT_ALL",
    "5.18, TASKRUN_FLAG (5.19), SUBMIT_ALL",
    "5.15, SUBMIT_ALL (5.18), ''",
  })
  void olderKernelGivesFewerFlagsAndTheRingWorks(String release, String missing, String granted) {
    try (Ring ring = Ring.open(SMALL, without(unknownTo(release)))) {
      ring.enable();
      String text = ring.features().text();
      assertTrue(text.contains(missing.isEmpty() ? "missing: nothing" : missing), text);
      assertTrue(text.contains(", " + granted), text);
      for (int turn = 0; turn < 100; turn++) { // with NO_SQARRAY or through the array of indices
        for (int i = 0; i < 5; i++) {
          ring.getSqe().prepNop().userData(i);
        }
        List<Completion> five = Completion.await(ring, 5);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), five.stream().map(Completion::userData).toList());
      }
    }
  }

  @Test
  void flagsAreGivenUpOneByOneNewestFirst() {
    int unknown = IoUring.IORING_SETUP_NO_SQARRAY | IoUring.IORING_SETUP_DEFER_TASKRUN;
    Ring.open(SMALL, without(unknown)).close();
    assertEquals(3, asked.size());
    assertEquals(RingSetup.wanted(SMALL), asked.get(0));
    assertEquals(asked.get(0) & ~IoUring.IORING_SETUP_NO_SQARRAY, asked.get(1));
    assertEquals(
        asked.get(1) & ~IoUring.IORING_SETUP_DEFER_TASKRUN | IoUring.IORING_SETUP_COOP_TASKRUN,
        asked.get(2));
  }

  @Test
  void kernelThatAcceptsNothingIsAnErrorWithACure() {
    LinuxException e = assertThrows(
        LinuxException.class, () -> Ring.open(SMALL, settingUp((entries, params) -> -Errno.EINVAL)));
    assertEquals(Errno.EINVAL, e.errno());
    assertTrue(e.getMessage().contains("io_uring_setup: EINVAL (22)\n  cure: Linux 6.1"));
  }

  @Test
  void forbiddenRingNamesTheSysctlAndSeccomp() {
    LinuxException e = assertThrows(
        LinuxException.class, () -> Ring.open(SMALL, settingUp((entries, params) -> -Errno.EPERM)));
    assertTrue(e.cure().contains("kernel.io_uring_disabled"), e.cure());
    assertTrue(e.cure().contains("seccomp"), e.cure());
  }

  @Test
  void failureAfterSetupClosesTheDescriptor() {
    int[] made = new int[1];
    Kernel lying = settingUp((entries, params) -> made[0] = Eventfd.eventfd(0, 0)); // no mmap
    assertThrows(LinuxException.class, () -> Ring.open(SMALL, lying));
    assertEquals(-Errno.EBADF, Unistd.close(made[0]));
  }

  @Test
  void sizesAreCheckedBeforeTheKernelIsAsked() {
    assertThrows(IllegalArgumentException.class, () -> new RingOptions(0, 8, true));
    assertThrows(IllegalArgumentException.class, () -> new RingOptions(16, 8, true));
    assertThrows(IllegalArgumentException.class, () -> new RingOptions(1 << 16, 1 << 16, true));
    assertEquals(new RingOptions(16, 32, false),
        RingOptions.defaults().withSqEntries(16).withCqEntries(32).withTaskrunFlag(false));
  }

  @Test
  void probeKnowsWhatThisKernelCan() {
    try (Ring ring = Ring.open(SMALL)) {
      assertTrue(ring.features().supports(IoUring.IORING_OP_NOP));
      assertTrue(ring.features().supports(IoUring.IORING_OP_SEND));
      assertFalse(ring.features().supports(255));
      assertTrue(ring.features().has(IoUring.IORING_FEAT_SINGLE_MMAP));
      assertEquals(8, ring.features().sqEntries());
      assertEquals(64, ring.features().cqEntries());
      assertFalse(ring.features().registeredFd());
      ring.enable();
      assertTrue(ring.features().registeredFd());
    }
  }

  @Test
  void taskrunFlagIsAnOption() {
    try (Ring ring = Ring.open(SMALL.withTaskrunFlag(false))) {
      assertFalse(SetupFlag.TASKRUN_FLAG.in(ring.features().setupFlags()));
    }
  }
}
