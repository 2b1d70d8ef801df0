package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.NOT_APPLICABLE;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuChecksTest {
  private static final String CPU = "/sys/devices/system/cpu/";
  private static final String CLOCK = "/sys/devices/system/clocksource/clocksource0/";

  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
  }

  @Test
  void theGovernorIsPerformanceOrItCosts() {
    host.assertLook(UNKNOWN, "governor");
    host.cpus("cpufreq/scaling_governor", "performance").assertLook(OK, "governor");
    host.cpus("cpufreq/scaling_driver", "intel_pstate")
        .cpus("cpufreq/scaling_governor", "powersave")
        .assertLook(BETTER, "governor");
    host.cpus("cpufreq/scaling_driver", "acpi-cpufreq").assertLook(WRONG, "governor");
  }

  @Test
  void oneCpuWithAnotherGovernorIsSeenUnlessTheServerIsElsewhere() {
    host.cpus("cpufreq/scaling_governor", "performance");
    host.file(CPU + "cpu1/cpufreq/scaling_governor", "schedutil").assertLook(BETTER, "governor");
    host.pinned("0").assertLook(OK, "governor");
  }

  @Test
  void aGuestsFrequencyIsItsHostsAffair() {
    host.virtual();
    host.assertLook(NOT_APPLICABLE, "governor");
    host.assertLook(NOT_APPLICABLE, "boost");
    host.assertLook(NOT_APPLICABLE, "c-states");
  }

  @Test
  void theEnergyPreferenceIsPerformanceOrAbsent() {
    host.assertLook(NOT_APPLICABLE, "energy-preference");
    String file = "cpufreq/energy_performance_preference";
    host.cpus(file, "performance").assertLook(OK, "energy-preference");
    host.cpus(file, "balance_power").assertLook(BETTER, "energy-preference");
  }

  @Test
  void boostIsReadFromEitherDriversSwitch() {
    host.assertLook(UNKNOWN, "boost");
    host.file(CPU + "cpufreq/boost", "1").assertLook(OK, "boost");
    host.file(CPU + "cpufreq/boost", "0").assertLook(BETTER, "boost");
    host.file(CPU + "intel_pstate/no_turbo", "0").assertLook(OK, "boost");
    host.file(CPU + "intel_pstate/no_turbo", "1").assertLook(BETTER, "boost");
  }

  private void idleState(int state, String name, int latencyUs, int disable) {
    String folder = "cpuidle/state" + state + "/";
    host.cpus(folder + "name", name)
        .cpus(folder + "latency", "" + latencyUs)
        .cpus(folder + "disable", "" + disable);
  }

  @Test
  void theDeepestIdleStateThatIsNotDisabledCounts() {
    host.assertLook(UNKNOWN, "c-states");
    idleState(0, "POLL", 0, 0);
    idleState(1, "C1", 2, 0);
    host.assertLook(OK, "c-states");
    idleState(2, "C6", 133, 1);
    host.assertLook(OK, "c-states");
    idleState(2, "C6", 133, 0);
    host.assertLook(BETTER, "c-states");
    assertTrue(host.look("c-states").found().startsWith("C6, 133 us"));
  }

  @Test
  void deepIdleStatesDoNotMatterWhileAProcessAsksForLowLatency() throws IOException {
    idleState(0, "C6", 133, 0);
    Path device = root.resolve("dev/cpu_dma_latency");
    Files.createDirectories(device.getParent());
    Files.write(device, latency(2_000_000_000));
    host.assertLook(BETTER, "c-states");
    Files.write(device, latency(2));
    host.assertLook(OK, "c-states");
  }

  private static byte[] latency(int us) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(us).array();
  }

  @Test
  void aGuestThatHaltsWithoutPollingIsTold() {
    host.assertLook(NOT_APPLICABLE, "guest-halt-poll");
    host.file(CPU + "cpuidle/current_governor", "haltpoll");
    host.assertLook(UNKNOWN, "guest-halt-poll");
    String file = "/sys/module/haltpoll/parameters/guest_halt_poll_ns";
    host.file(file, "0").assertLook(BETTER, "guest-halt-poll");
    host.file(file, "200000").assertLook(OK, "guest-halt-poll");
  }

  @Test
  void hardwareThreadsMatterByWhoIsOnTheSibling() {
    host.assertLook(UNKNOWN, "smt");
    host.file(CPU + "smt/active", "0").assertLook(OK, "smt");
    host.file(CPU + "smt/active", "1").cpus("topology/thread_siblings_list", "0-1");
    host.assertLook(BETTER, "smt");
    host.pinned("0").assertLook(BETTER, "smt");
    assertEquals(List.of("echo 0 > " + CPU + "cpu1/online"), host.look("smt").change());
    host.file(CPU + "isolated", "1").assertLook(OK, "smt");
    host.pinned("0-1").assertLook(BETTER, "smt");
    assertEquals(List.of("./gannet --cpus 0"), host.look("smt").change());
  }

  private void clock(String current, String available) {
    host.file(CLOCK + "current_clocksource", current)
        .file(CLOCK + "available_clocksource", available);
  }

  @Test
  void aClockThatIsADeviceIsWrong() {
    host.assertLook(UNKNOWN, "clocksource");
    clock("tsc", "tsc hpet acpi_pm");
    host.assertLook(OK, "clocksource");
    clock("hpet", "tsc hpet acpi_pm");
    host.assertLook(WRONG, "clocksource");
    clock("kvm-clock", "kvm-clock tsc");
    host.assertLook(BETTER, "clocksource");
    clock("kvm-clock", "kvm-clock");
    host.assertLook(OK, "clocksource");
  }

  @Test
  void noCureNamesATscThatIsNotThere() {
    clock("hpet", "hpet acpi_pm");
    assertTrue(host.look("clocksource").change().getFirst().startsWith("dmesg"));
  }

  @Test
  void onlyMitigationsThatAreDearAtEachSystemCallAreToldAndNeverTurnedOff() {
    host.assertLook(UNKNOWN, "mitigations");
    host.file(CPU + "vulnerabilities/meltdown", "Not affected")
        .file(CPU + "vulnerabilities/spectre_v2", "Mitigation: Enhanced / Automatic IBRS; IBPB")
        .assertLook(OK, "mitigations");
    host.file(CPU + "vulnerabilities/meltdown", "Mitigation: PTI");
    Finding finding = Doctor.checks().stream()
        .filter(check -> check.id().equals("mitigations"))
        .findFirst().orElseThrow().run(host.host(), host.aim());
    assertEquals(BETTER, finding.verdict());
    assertEquals(List.of(), finding.change());
  }
}
