package io.gannet.server.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.seccomp.Condition;
import io.gannet.ffi.seccomp.SystemCall;
import io.gannet.ffi.seccomp.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of the list depends on the run, and that nothing is in it twice. */
class CallRulesTest {
  private static CallRule rule(SystemCall call, String... options) {
    Surrounds here = new Surrounds(4711, 2, 1L << 40, 16, Set.of(options));
    return CallRules.of(here).stream().filter(one -> one.call() == call).findFirst().orElseThrow();
  }

  private static boolean isUnconditional(CallRule rule) {
    return rule.ways().stream().anyMatch(List::isEmpty);
  }

  @Test
  void eachCallThereIsHasOneRule() {
    List<CallRule> rules = CallRules.of(new Surrounds(1, 2, 3, 4, Set.of()));
    EnumSet<SystemCall> all = EnumSet.noneOf(SystemCall.class);
    rules.forEach(rule -> assertTrue(all.add(rule.call()), () -> "twice: " + rule));
    assertEquals(EnumSet.complementOf(all), EnumSet.noneOf(SystemCall.class));
  }

  @Test
  void filesAreWrittenWhereAnOptionAsksForIt() {
    CallRule plain = rule(SystemCall.OPENAT, "auth-file");
    assertEquals(List.of(List.of(Condition.none(2, 3 | 0x40 | 0x200))), plain.ways());
    assertEquals(Verdict.refuse(Errno.EACCES), plain.otherwise());
    assertTrue(isUnconditional(rule(SystemCall.OPENAT, "log-file")));
    assertTrue(isUnconditional(rule(SystemCall.OPENAT, "klog")));
    assertTrue(rule(SystemCall.UNLINK, "log-file").ways().isEmpty());
    assertTrue(isUnconditional(rule(SystemCall.UNLINK, "pid-file")));
    assertTrue(rule(SystemCall.RENAME, "pid-file").ways().isEmpty());
    assertTrue(isUnconditional(rule(SystemCall.RENAME, "klog")));
    assertEquals("to read; to write with `--klog` or `--log-file`", plain.when());
  }

  @Test
  void oneAddressIsConnectedTo() {
    CallRule connect = rule(SystemCall.CONNECT);
    assertEquals(Verdict.KILL, connect.otherwise());
    assertEquals(
        List.of(Condition.isLong(1, 1L << 40), Condition.isInt(2, 16)), connect.ways().getFirst());
    assertFalse(isUnconditional(connect));
  }

  @Test
  void thatAddressIsThere() throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    SealedAddress address = SealedAddress.of(new InetSocketAddress(loopback, 1));
    assertEquals(-Errno.EBADF, address.connect(-1));
    assertEquals(2, address.family());
    assertEquals(16, address.length());
  }
}
