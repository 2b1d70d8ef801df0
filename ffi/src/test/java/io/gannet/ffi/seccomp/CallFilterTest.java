package io.gannet.ffi.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Mman;
import io.gannet.ffi.linux.Signal;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Filters of one thread, which then ends; what ends the process is tried where it may end. */
class CallFilterTest {
  private static final Verdict REFUSED = Verdict.refuse(Errno.EUCLEAN);

  /** What the calls answer on a thread that the filter holds for, and on one that it does not. */
  private static List<Integer> answers(CallFilter filter, Verdict rest, IntSupplier... calls) {
    CompletableFuture<List<Integer>> under = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                filter.installHere(rest);
                under.complete(answers(calls));
              } catch (Throwable e) {
                under.completeExceptionally(e);
              }
            });
    thread.start();
    return under.join();
  }

  private static List<Integer> answers(IntSupplier... calls) {
    return List.of(calls).stream().map(IntSupplier::getAsInt).toList();
  }

  /** A connect that Linux refuses by itself. */
  private static IntSupplier connect(long address, int length) {
    return () -> Socket.connect(-1, address, length);
  }

  @Test
  void aCallIsRefusedAndOthersAreNot() {
    CallFilter filter = new CallFilter();
    filter.add(SystemCall.KILL, REFUSED);
    int self = Unistd.getpid();
    IntSupplier kill = () -> Signal.kill(self, 0);
    assertEquals(
        List.of(-Errno.EUCLEAN, self), answers(filter, Verdict.ALLOW, kill, Unistd::getpid));
    assertEquals(0, kill.getAsInt(), "of another thread");
  }

  @Test
  void anIntIsLookedAtWithoutWhatIsAboveIt() {
    CallFilter filter = new CallFilter();
    filter.add(SystemCall.CONNECT, List.of(List.of(Condition.isInt(2, 2))), REFUSED);
    assertEquals(
        List.of(-Errno.EBADF, -Errno.EUCLEAN, -Errno.EUCLEAN),
        answers(filter, Verdict.ALLOW, connect(0, 2), connect(0, 3), connect(0, 0)));
  }

  @Test
  void anAddressIsLookedAtInBothItsHalves() {
    long address = 0x7f12_3456_789aL;
    CallFilter filter = new CallFilter();
    filter.add(SystemCall.CONNECT, List.of(List.of(Condition.isLong(1, address))), REFUSED);
    assertEquals(
        List.of(-Errno.EBADF, -Errno.EUCLEAN, -Errno.EUCLEAN),
        answers(
            filter, Verdict.ALLOW, connect(address, 2), connect(address + 1, 2),
            connect(address + (1L << 32), 2)));
  }

  @Test
  void oneWayIsEnoughAndAllItsConditionsHaveToHold() {
    CallFilter filter = new CallFilter();
    filter.add(
        SystemCall.CONNECT,
        List.of(
            List.of(Condition.isLong(1, 1L << 40), Condition.isInt(2, 16)),
            List.of(Condition.isInt(2, 2))),
        REFUSED);
    assertEquals(
        List.of(-Errno.EBADF, -Errno.EBADF, -Errno.EUCLEAN, -Errno.EUCLEAN),
        answers(
            filter, Verdict.ALLOW, connect(1L << 40, 16), connect(0, 2), connect(1L << 40, 17),
            connect(0, 16)));
  }

  @Test
  void someBitsAreLookedAt() {
    CallFilter filter = new CallFilter();
    List<Condition> noExecution = List.of(Condition.none(2, 4), Condition.all(2, Mman.PROT_READ));
    filter.add(SystemCall.MPROTECT, List.of(noExecution), REFUSED);
    assertEquals(
        List.of(-Errno.EINVAL, -Errno.EINVAL, -Errno.EUCLEAN, -Errno.EUCLEAN),
        answers(
            filter, Verdict.ALLOW, () -> Mman.mprotect(1, 1, 1), () -> Mman.mprotect(1, 1, 3),
            () -> Mman.mprotect(1, 1, 2), () -> Mman.mprotect(1, 1, 5)));
  }

  /** A thread of the JVM makes more than one call on its way to its end. */
  @Test
  void whatHasNoRuleIsRefusedAsTold() {
    CallFilter filter = new CallFilter();
    for (SystemCall call : SystemCall.values()) {
      if (call != SystemCall.KILL && call != SystemCall.CONNECT) {
        filter.add(call, Verdict.ALLOW);
      }
    }
    assertTrue(filter.length() > 2 * 100, () -> "only " + filter.length());
    assertEquals(
        List.of(-Errno.EUCLEAN, -Errno.EUCLEAN),
        answers(filter, REFUSED, () -> Signal.kill(Unistd.getpid(), 0), connect(0, 2)));
  }

  @Test
  void aCallHasOneRule() {
    CallFilter filter = new CallFilter();
    filter.add(SystemCall.READ, Verdict.ALLOW);
    assertThrows(
        IllegalArgumentException.class, () -> filter.add(SystemCall.READ, Verdict.KILL));
  }

  @Test
  void aVerdictSaysWhatItIs() {
    assertEquals("EUCLEAN", REFUSED.toString());
    assertEquals("SIGSYS", Verdict.KILL.toString());
    assertEquals("allowed", Verdict.ALLOW.toString());
  }
}
