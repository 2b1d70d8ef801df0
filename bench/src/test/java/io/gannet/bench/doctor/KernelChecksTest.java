package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.memory.Policy;
import io.gannet.server.fit.Needs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelChecksTest {
  private static final String NO_CAPABILITIES = "0000000000000000";

  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
  }

  private MadeUpHost status(String capabilities, int seccomp) {
    return host.file("/proc/self/status", "Name:\tjava\nGid:\t100\t100\t100\t100\nGroups:\t7 33 \n"
        + "CapEff:\t" + capabilities + "\nSeccomp:\t" + seccomp);
  }

  @Test
  void theKernelIsAsNewAsGannetNeeds() {
    host.assertLook(UNKNOWN, "kernel");
    host.sysctl("kernel.osrelease", "6.1.0-13-amd64").assertLook(OK, "kernel");
    host.sysctl("kernel.osrelease", "10.0.1").assertLook(OK, "kernel");
    host.sysctl("kernel.osrelease", "5.15.0-91-generic").assertLook(WRONG, "kernel");
    host.sysctl("kernel.osrelease", "next").assertLook(UNKNOWN, "kernel");
  }

  @Test
  void theSwitchOfIoUringCountsForThisUser() {
    status(NO_CAPABILITIES, 0).assertLook(OK, "io-uring-sysctl");
    host.sysctl("kernel.io_uring_disabled", 0).assertLook(OK, "io-uring-sysctl");
    host.sysctl("kernel.io_uring_disabled", 2).assertLook(WRONG, "io-uring-sysctl");
    host.sysctl("kernel.io_uring_disabled", 1).sysctl("kernel.io_uring_group", -1);
    host.assertLook(WRONG, "io-uring-sysctl");
    host.sysctl("kernel.io_uring_group", 33).assertLook(OK, "io-uring-sysctl");
    host.sysctl("kernel.io_uring_group", 34).assertLook(WRONG, "io-uring-sysctl");
    status("0000000000200000", 0).assertLook(OK, "io-uring-sysctl");
  }

  @Test
  void aRingThatFailsBringsItsCure() {
    host.assertLook(OK, "ring");
    host.ring = RingProbe.works(List.of(), List.of("MIN_TIMEOUT (6.12)"));
    host.assertLook(OK, "ring");
    host.ring = RingProbe.works(List.of("DEFER_TASKRUN (6.1)"), List.of());
    host.assertLook(BETTER, "ring");
    assertTrue(host.look("ring").found().endsWith("missing: DEFER_TASKRUN (6.1)"));
    host.ring = RingProbe.fails("io_uring_setup: EPERM (1)", "sysctl kernel.io_uring_disabled=0");
    host.assertLook(WRONG, "ring");
    assertEquals("sysctl kernel.io_uring_disabled=0", host.look("ring").keep());
  }

  @Test
  void theRingThatIsTriedIsTheServers() {
    host.assertLook(OK, "ring");
    assertEquals(new Needs(0, Policy.OFF, 1000, false).ring(), host.triedOptions);
    assertTrue(host.triedOptions.sqEntries() >= 1000, host.triedOptions.toString());
    assertEquals(1000, host.triedFiles);
    host.descriptors = 500;
    host.assertLook(OK, "ring");
    assertEquals(500, host.triedFiles);
  }

  @Test
  void aFilterIsWrongOnlyIfItForbidsRings() {
    host.assertLook(UNKNOWN, "seccomp");
    status(NO_CAPABILITIES, 0).assertLook(OK, "seccomp");
    status(NO_CAPABILITIES, 2).assertLook(OK, "seccomp");
    host.ring = RingProbe.fails("io_uring_setup: ENOSYS (38)", "");
    host.assertLook(WRONG, "seccomp");
  }

  @Test
  void ringsMayBeLockedByLimitOrByCapability() {
    host.assertLook(UNKNOWN, "memlock");
    host.memlockBytes = 64 << 10;
    status(NO_CAPABILITIES, 0).assertLook(BETTER, "memlock");
    host.memlockBytes = -1;
    host.assertLook(OK, "memlock");
    host.memlockBytes = 1L << 30;
    host.assertLook(OK, "memlock");
    host.memlockBytes = 0;
    status("0000000000004000", 0).assertLook(OK, "memlock");
  }

  @Test
  void thereAreDescriptorsForAllConnections() {
    host.descriptors = 1256;
    host.assertLook(OK, "nofile");
    host.descriptors = 999;
    host.assertLook(WRONG, "nofile");
    host.descriptors = -1;
    host.assertLook(OK, "nofile");
  }

  @Test
  void theWatchdogThatInterruptsIsTold() {
    host.assertLook(UNKNOWN, "nmi-watchdog");
    host.sysctl("kernel.nmi_watchdog", 0).assertLook(OK, "nmi-watchdog");
    host.sysctl("kernel.nmi_watchdog", 1).assertLook(BETTER, "nmi-watchdog");
  }
}
