package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.NOT_APPLICABLE;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkChecksTest {
  private static final String ETH = "/sys/class/net/eth0/";

  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
    host.file("/sys/class/net/lo/operstate", "unknown");
  }

  private MadeUpHost nic() {
    return host.file(ETH + "device/vendor", "0x8086").file(ETH + "operstate", "up");
  }

  @Test
  void interruptsComeElsewhereThanToAPinnedServer() {
    host.assertLook(NOT_APPLICABLE, "nic-irqs");
    nic().assertLook(NOT_APPLICABLE, "nic-irqs");
    host.pinned("1").assertLook(UNKNOWN, "nic-irqs");
    host.file(ETH + "device/msi_irqs/37", "msix").file(ETH + "device/msi_irqs/38", "msix")
        .file("/proc/interrupts", "  CPU0 CPU1\n 37:  0  0 PCI 0-edge eth0-config\n"
            + " 38:  0  12 PCI 1-edge eth0-rx-0")
        .file("/proc/irq/37/smp_affinity_list", "1")
        .file("/proc/irq/38/smp_affinity_list", "0-1")
        .file("/proc/irq/38/effective_affinity_list", "0")
        .assertLook(OK, "nic-irqs");
    host.file("/proc/irq/38/effective_affinity_list", "1").assertLook(BETTER, "nic-irqs");
    assertEquals(
        List.of("echo 0 > /proc/irq/38/smp_affinity_list"), host.look("nic-irqs").change());
    host.pinned("0-1").assertLook(OK, "nic-irqs");
  }

  @Test
  void irqbalanceMustNotMoveInterruptsToAPinnedServer() {
    host.pinned("1").assertLook(OK, "irqbalance");
    host.file("/proc/9/comm", "irqbalance").assertLook(BETTER, "irqbalance");
    host.file("/sys/devices/system/cpu/isolated", "1").assertLook(OK, "irqbalance");
    host.pinned("").assertLook(OK, "irqbalance");
  }

  @Test
  void oneQueueIsEnoughForOneCpu() {
    host.assertLook(NOT_APPLICABLE, "nic-queues");
    nic().file(ETH + "queues/rx-0/rps_cpus", "0").file(ETH + "queues/tx-0/xps_cpus", "0")
        .pinned("0").assertLook(OK, "nic-queues");
    host.pinned("0-1").assertLook(BETTER, "nic-queues");
    host.file(ETH + "queues/rx-1/rps_cpus", "0").assertLook(OK, "nic-queues");
  }

  @Test
  void aNicThatLosesPacketsIsTold() {
    host.assertLook(NOT_APPLICABLE, "nic-rings");
    nic().assertLook(UNKNOWN, "nic-rings");
    host.file(ETH + "statistics/rx_missed_errors", "0")
        .file(ETH + "statistics/rx_packets", "1000").assertLook(OK, "nic-rings");
    host.file(ETH + "statistics/rx_fifo_errors", "3").assertLook(BETTER, "nic-rings");
    host.file(ETH + "operstate", "down").assertLook(NOT_APPLICABLE, "nic-rings");
  }

  @Test
  void busyPollingIsToldAndNotJudged() {
    host.assertLook(UNKNOWN, "busy-poll");
    host.sysctl("net.core.busy_poll", 0).sysctl("net.core.busy_read", 0);
    host.assertLook(OK, "busy-poll");
    host.sysctl("net.core.busy_poll", 50).assertLook(OK, "busy-poll");
    assertEquals("poll 50 us, read 0 us", host.look("busy-poll").found());
  }

  @Test
  void asManyConnectionsMayWaitAsTheServerLets() {
    host.assertLook(UNKNOWN, "somaxconn");
    host.sysctl("net.core.somaxconn", 4096).assertLook(OK, "somaxconn");
    host.sysctl("net.core.somaxconn", 128).assertLook(BETTER, "somaxconn");
  }

  @Test
  void theSynBacklogCountsOnlyWithoutCookies() {
    host.assertLook(UNKNOWN, "syn-backlog");
    host.sysctl("net.ipv4.tcp_max_syn_backlog", 128).assertLook(BETTER, "syn-backlog");
    host.sysctl("net.ipv4.tcp_max_syn_backlog", 2048).assertLook(OK, "syn-backlog");
    host.sysctl("net.ipv4.tcp_max_syn_backlog", 128).sysctl("net.ipv4.tcp_syncookies", 1);
    host.assertLook(OK, "syn-backlog");
  }

  @Test
  void aConnectionKeepsItsWindow() {
    host.assertLook(UNKNOWN, "tcp-idle");
    host.sysctl("net.ipv4.tcp_slow_start_after_idle", 0).assertLook(OK, "tcp-idle");
    host.sysctl("net.ipv4.tcp_slow_start_after_idle", 1).assertLook(BETTER, "tcp-idle");
  }

  @Test
  void buffersMayGrowToARoundTripsWorth() {
    host.sysctl("net.ipv4.tcp_rmem", "4096\t131072\t6291456").assertLook(UNKNOWN, "tcp-buffers");
    host.sysctl("net.ipv4.tcp_wmem", "4096\t16384\t4194304").assertLook(OK, "tcp-buffers");
    host.sysctl("net.ipv4.tcp_wmem", "4096\t16384\t65536").assertLook(BETTER, "tcp-buffers");
    assertEquals(List.of("sysctl -w 'net.ipv4.tcp_wmem=4096 16384 4194304'"),
        host.look("tcp-buffers").change());
    host.sysctl("net.ipv4.tcp_wmem", "4096").assertLook(UNKNOWN, "tcp-buffers");
  }

  @Test
  void pacingIsTold() {
    host.assertLook(UNKNOWN, "tcp-congestion");
    String name = "net.ipv4.tcp_congestion_control";
    host.sysctl(name, "cubic").assertLook(OK, "tcp-congestion");
    host.sysctl(name, "bbr").assertLook(BETTER, "tcp-congestion");
    host.sysctl("net.ipv4.tcp_available_congestion_control", "reno bbr");
    assertEquals(List.of("sysctl -w " + name + "=reno"), host.look("tcp-congestion").change());
  }

  @Test
  void theTableOfTrackedConnectionsHasRoomForThoseToCome() {
    host.assertLook(OK, "conntrack");
    host.sysctl("net.netfilter.nf_conntrack_max", 262144).assertLook(UNKNOWN, "conntrack");
    host.sysctl("net.netfilter.nf_conntrack_count", 100).assertLook(OK, "conntrack");
    host.sysctl("net.netfilter.nf_conntrack_count", 262000).assertLook(WRONG, "conntrack");
  }

  @Test
  void aClientHasAPortForEachConnection() {
    host.assertLook(UNKNOWN, "port-range");
    host.sysctl("net.ipv4.ip_local_port_range", "32768\t60999").assertLook(OK, "port-range");
    host.sysctl("net.ipv4.ip_local_port_range", "32768\t33766").assertLook(WRONG, "port-range");
  }
}
