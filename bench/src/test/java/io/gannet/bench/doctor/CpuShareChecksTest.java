package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.NOT_APPLICABLE;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuShareChecksTest {
  private static final String CPU = "/sys/devices/system/cpu/";
  private static final String CGROUP = "/sys/fs/cgroup/";

  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
  }

  @Test
  void aCpuOutsideTheCpusetIsWrongInBothVersionsOfCgroups() {
    host.assertLook(OK, "cpuset");
    host.pinned("7").assertLook(WRONG, "cpuset");
    host.pinned("1").file("/proc/self/cgroup", "3:cpuset:/a")
        .file(CGROUP + "cpuset/a/cpuset.effective_cpus", "0")
        .assertLook(WRONG, "cpuset");
    host.file("/proc/self/cgroup", "0::/b")
        .file(CGROUP + "cgroup.controllers", "cpuset")
        .file(CGROUP + "b/cpuset.cpus.effective", "0-1")
        .assertLook(OK, "cpuset");
  }

  @Test
  void thereIsACpuForAllElse() {
    host.assertLook(NOT_APPLICABLE, "spare-cpu");
    host.pinned("1").assertLook(OK, "spare-cpu");
    host.pinned("0-1").assertLook(BETTER, "spare-cpu");
  }

  @Test
  void aPinnedServersCpusAreIsolatedOrSharedWithAnyone() {
    host.assertLook(NOT_APPLICABLE, "isolation");
    host.pinned("1").assertLook(UNKNOWN, "isolation");
    host.file(CPU + "isolated", "").assertLook(BETTER, "isolation");
    host.file(CPU + "isolated", "1").assertLook(OK, "isolation");
    host.pinned("0-1").file(CPU + "isolated", "").assertLook(NOT_APPLICABLE, "isolation");
  }

  @Test
  void noTickWithoutIsolationIsTheOnlyMistakeAboutTheTick() {
    host.assertLook(NOT_APPLICABLE, "tick");
    host.pinned("1").assertLook(OK, "tick");
    host.file(CPU + "nohz_full", "(null)").assertLook(OK, "tick");
    host.file(CPU + "nohz_full", "1").assertLook(BETTER, "tick");
    host.file(CPU + "isolated", "1").assertLook(OK, "tick");
  }

  @Test
  void aQuotaCouldBeBetterAndOneThatThrottlesIsWrong() {
    host.file("/proc/self/cgroup", "0::/pod/container")
        .file(CGROUP + "cgroup.controllers", "cpu")
        .file(CGROUP + "pod/container/cpu.max", "max 100000")
        .assertLook(OK, "cpu-quota");
    host.file(CGROUP + "pod/cpu.max", "150000 100000");
    Finding finding = host.look("cpu-quota");
    assertEquals(BETTER, finding.verdict());
    assertTrue(finding.found().startsWith("1.50 CPUs in /sys/fs/cgroup/pod"), finding.found());
    host.file(CGROUP + "pod/cpu.stat", "usage_usec 5\nnr_throttled 3\nthrottled_usec 7")
        .assertLook(WRONG, "cpu-quota");
  }

  @Test
  void aQuotaOfTheFirstVersionIsFoundUnderJoinedControllers() {
    host.file("/proc/self/cgroup", "4:cpu,cpuacct:/a\n0::/")
        .file(CGROUP + "cpu,cpuacct/a/cpu.cfs_quota_us", "-1")
        .assertLook(OK, "cpu-quota");
    host.file(CGROUP + "cpu,cpuacct/a/cpu.cfs_quota_us", "50000")
        .file(CGROUP + "cpu,cpuacct/a/cpu.cfs_period_us", "100000")
        .assertLook(BETTER, "cpu-quota");
    assertEquals(
        List.of("echo -1 > /sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us"),
        host.look("cpu-quota").change());
  }

  private void stolen(int ticksOf10000) {
    host.file("/proc/stat", "cpu  " + (10_000 - ticksOf10000) + " 0 0 0 0 0 0 " + ticksOf10000
        + " 0 0");
  }

  @Test
  void stolenTimeIsJudgedByItsShare() {
    host.virtual().assertLook(UNKNOWN, "steal");
    stolen(6);
    host.assertLook(OK, "steal");
    stolen(100);
    host.assertLook(BETTER, "steal");
    stolen(800);
    host.assertLook(WRONG, "steal");
    assertTrue(host.look("steal").found().startsWith("8.00 %"));
  }

  @Test
  void pressureTellsOfOthersAndElseTheLoad() {
    host.assertLook(UNKNOWN, "contention");
    host.file("/proc/loadavg", "0.50 0 0 1/100 7").assertLook(OK, "contention");
    host.file("/proc/loadavg", "3.00 0 0 1/100 7").assertLook(BETTER, "contention");
    host.file("/proc/loadavg", "9.00 0 0 1/100 7").assertLook(WRONG, "contention");
    pressure("0.10");
    host.assertLook(OK, "contention");
    pressure("5.00");
    host.assertLook(BETTER, "contention");
    pressure("50.00");
    host.assertLook(WRONG, "contention");
  }

  private void pressure(String percent) {
    host.file("/proc/pressure/cpu", "some avg10=0.00 avg60=" + percent + " avg300=0.00 total=1");
  }

  @Test
  void whoRunsIsNamedEvenWithBracketsInItsName() {
    host.file("/proc/loadavg", "0.50 0 0 1/100 7")
        .file("/proc/31/stat", "31 (a) R (b) R 1 31")
        .file("/proc/32/stat", "32 (sleeper) S 1 32");
    assertTrue(host.look("contention").found().endsWith("on a CPU now: a) R (b (31)"));
  }
}
