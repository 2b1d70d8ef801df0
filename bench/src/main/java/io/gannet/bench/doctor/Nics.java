package io.gannet.bench.doctor;

import io.gannet.bench.observe.CpuList;
import java.util.BitSet;
import java.util.List;

/** The network interfaces that are devices, not only software, and are up. */
final class Nics {
  private static final String NET = "/sys/class/net/";

  private Nics() {}

  static String folder(String nic) {
    return NET + nic + "/";
  }

  /** Their names. */
  static List<String> all(Host host) {
    return host.names(NET).stream()
        .filter(nic -> host.has(folder(nic) + "device"))
        .filter(nic -> !host.textOr(folder(nic) + "operstate", "").equals("down"))
        .toList();
  }

  /** How many queues of a kind, {@code "rx"} or {@code "tx"}, one has. */
  static long queues(Host host, String nic, String kind) {
    return host.names(folder(nic) + "queues").stream()
        .filter(queue -> queue.startsWith(kind + "-"))
        .count();
  }

  /**
   * The interrupts of one that came at least once: its own, or, for one that sits on another device
   * as virtio does, of that.
   */
  static List<String> interrupts(Host host, String nic) {
    String device = folder(nic) + "device/";
    List<String> own = host.names(device + "msi_irqs");
    List<String> numbers = own.isEmpty() ? host.names(device + "../msi_irqs") : own;
    String all = host.textOr("/proc/interrupts", "");
    return numbers.stream().filter(number -> came(all, number)).toList();
  }

  /** Whether the line of an interrupt counts any. */
  private static boolean came(String all, String number) {
    return all.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(number + ":"))
        .anyMatch(line -> line.matches("\\d+:(\\s+\\d+)*\\s+[1-9]\\d*\\s.*"));
  }

  /** Where an interrupt goes. */
  static BitSet cpus(Host host, String number) {
    String folder = "/proc/irq/" + number + "/";
    String effective = host.textOr(folder + "effective_affinity_list", "");
    return effective.isEmpty()
        ? host.cpus(folder + "smp_affinity_list")
        : CpuList.parse(effective);
  }
}
