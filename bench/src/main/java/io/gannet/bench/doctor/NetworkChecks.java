package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.NETWORK;

import io.gannet.bench.observe.CpuList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** How packets come in, and what TCP does with them. */
final class NetworkChecks {
  static final List<Check> ALL = List.of(
      new Check("nic-irqs", NETWORK, "interrupts of the NIC",
          "kernel: core-api/irq/irq-affinity, networking/scaling", NetworkChecks::irqs),
      new Check("irqbalance", NETWORK, "irqbalance",
          "man 1 irqbalance", NetworkChecks::irqbalance),
      new Check("nic-queues", NETWORK, "queues of the NIC",
          "kernel: networking/scaling; man 8 ethtool, -L", NetworkChecks::queues),
      new Check("nic-rings", NETWORK, "packets the NIC lost",
          "kernel: ABI/testing/sysfs-class-net-statistics; man 8 ethtool, -G",
          NetworkChecks::rings),
      new Check("busy-poll", NETWORK, "busy polling",
          "kernel: admin-guide/sysctl/net, busy_poll; networking/napi", NetworkChecks::busyPoll),
      new Check("somaxconn", NETWORK, "connections in waiting",
          "man 2 listen; kernel: networking/ip-sysctl, somaxconn", NetworkChecks::somaxconn),
      new Check("syn-backlog", NETWORK, "half-open connections",
          "man 7 tcp, tcp_syncookies and tcp_max_syn_backlog", NetworkChecks::synBacklog),
      new Check("tcp-idle", NETWORK, "TCP after a pause",
          "kernel: networking/ip-sysctl, tcp_slow_start_after_idle; RFC 2861",
          NetworkChecks::slowStart),
      new Check("tcp-buffers", NETWORK, "TCP buffers, at most",
          "man 7 tcp, tcp_rmem and tcp_wmem", NetworkChecks::buffers),
      new Check("tcp-congestion", NETWORK, "congestion control",
          "kernel: networking/ip-sysctl, tcp_congestion_control; net/ipv4/tcp_bbr.c",
          NetworkChecks::congestion),
      new Check("conntrack", NETWORK, "connection tracking",
          "kernel: networking/nf_conntrack-sysctl", NetworkChecks::conntrack),
      new Check("port-range", NETWORK, "local ports for a client",
          "man 7 ip, ip_local_port_range", NetworkChecks::portRange));

  /** What {@code ./gannet --backlog} is. */
  private static final int BACKLOG = 1024;

  /** 10 Gbit/s for 800 us: more than a round trip in one data centre needs. */
  private static final long BUFFER_BYTES_MIN = 1L << 20;

  private static final int CONNTRACK_PERCENT_MAX = 80;

  private NetworkChecks() {}

  private static Finding irqs(Host host, Aim aim) {
    List<String> nics = Nics.all(host);
    if (nics.isEmpty()) {
      return Finding.notApplicable("no NIC that is up: packets stay on this host");
    }
    if (!aim.pinned()) {
      return Finding.notApplicable("only for a server that is pinned: say where with --cpus");
    }
    List<String> here = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String nic : nics) {
      for (String number : Nics.interrupts(host, nic)) {
        BitSet cpus = Nics.cpus(host, number);
        texts.add(nic + " " + number + " on CPU " + CpuList.text(cpus));
        if (cpus.intersects(aim.cpus())) {
          here.add(number);
        }
      }
    }
    if (texts.isEmpty()) {
      return Finding.unknown("none of " + String.join(", ", nics) + " has a folder msi_irqs");
    }
    String found = String.join("; ", texts);
    BitSet others = CpuList.without(host.online(), aim.cpus());
    if (here.isEmpty() || others.isEmpty()) {
      return Finding.ok(found);
    }
    return Finding.better(found, "An interrupt and the network's work behind it run before the"
            + " worker, on its time. On another CPU of the same node they run beside it, for the"
            + " price of a wake-up across. Measure both; on one CPU the throughput per CPU is"
            + " best.")
        .change(here.stream().map(number -> "echo " + CpuList.text(others)
            + " > /proc/irq/" + number
            + "/smp_affinity_list").toList());
  }

  private static Finding irqbalance(Host host, Aim aim) {
    boolean runs = host.names("/proc").stream()
        .filter(name -> name.matches("\\d+"))
        .anyMatch(pid -> host.textOr("/proc/" + pid + "/comm", "").equals("irqbalance"));
    if (!runs) {
      return Finding.ok("does not run");
    }
    if (!aim.pinned()) {
      return Finding.ok("runs");
    }
    BitSet isolated = CpuList.parse(host.textOr("/sys/devices/system/cpu/isolated", ""));
    if (CpuList.without(aim.cpus(), isolated).isEmpty()) {
      return Finding.ok("runs, and leaves isolated CPUs alone");
    }
    return Finding.better("runs", "Every 10 s, unless told otherwise, it moves interrupts to where"
            + " there was least to do, the server's CPU included, and undoes what you set by hand.")
        .change("systemctl stop irqbalance")
        .keep("IRQBALANCE_BANNED_CPULIST=" + aim.cpuText() + " in /etc/default/irqbalance (or"
            + " /etc/sysconfig), or systemctl disable irqbalance");
  }

  private static Finding queues(Host host, Aim aim) {
    List<String> texts = new ArrayList<>();
    List<String> single = new ArrayList<>();
    for (String nic : Nics.all(host)) {
      long rx = Nics.queues(host, nic, "rx");
      texts.add(nic + " " + rx + " rx, " + Nics.queues(host, nic, "tx") + " tx");
      if (rx == 1) {
        single.add(nic);
      }
    }
    if (texts.isEmpty()) {
      return Finding.notApplicable("no NIC that is up");
    }
    String found = String.join("; ", texts);
    if (single.isEmpty() || !aim.pinned() || aim.cpus().cardinality() == 1) {
      return Finding.ok(found);
    }
    String nic = single.getFirst();
    return Finding.better(found, "All packets that come in go through one CPU, however many work on"
            + " what is in them.")
        .change("ethtool -l " + nic + "   # how many it could have",
            "ethtool -L " + nic + " combined " + aim.cpus().cardinality());
  }

  private static Finding rings(Host host, Aim aim) {
    List<String> texts = new ArrayList<>();
    String lossy = "";
    for (String nic : Nics.all(host)) {
      String folder = Nics.folder(nic) + "statistics/";
      long lost = host.number(folder + "rx_missed_errors")
          + host.numberOr(folder + "rx_fifo_errors", 0);
      texts.add(nic + " " + lost + " of " + host.number(folder + "rx_packets"));
      lossy = lost > 0 && lossy.isEmpty() ? nic : lossy;
    }
    if (texts.isEmpty()) {
      return Finding.notApplicable("no NIC that is up");
    }
    String found = String.join("; ", texts) + " since boot, for want of room";
    if (lossy.isEmpty()) {
      return Finding.ok(found);
    }
    return Finding.better(found, "A lost packet is sent again when a probe or a timeout finds it"
            + " missing: milliseconds, up to 200 and more. A larger ring rides out a longer burst;"
            + " no ring helps a CPU that is too slow for the packets.")
        .change("ethtool -g " + lossy + "   # what it has, and could have",
            "ethtool -G " + lossy + " rx MAXIMUM");
  }

  private static Finding busyPoll(Host host, Aim aim) {
    long poll = host.number(Host.sysctl("net.core.busy_poll"));
    long read = host.number(Host.sysctl("net.core.busy_read"));
    if (poll == 0 && read == 0) {
      return Finding.ok("off", "Gannet polls its ring instead (--spin-us). For servers on epoll it"
          + " saves the wait for an interrupt, for a CPU that is always busy:"
          + " net.core.busy_poll=50.");
    }
    return Finding.ok("poll " + poll + " us, read " + read + " us", "Servers on epoll or poll gain"
        + " from busy_poll, a ring does not: remember it when you compare.");
  }

  private static Finding atLeast(Host host, String name, int wanted, String cost) {
    long value = host.number(Host.sysctl(name));
    return value >= wanted
        ? Finding.ok(Long.toString(value))
        : Finding.better(value + ", wanted " + wanted, cost).sysctl(name, wanted);
  }

  private static Finding somaxconn(Host host, Aim aim) {
    return atLeast(host, "net.core.somaxconn", BACKLOG, "It caps the server's --backlog. When many"
        + " clients connect at once, those beyond it try again after a second: a deploy of the"
        + " clients looks like an outage of the cache.");
  }

  private static Finding synBacklog(Host host, Aim aim) {
    return host.numberOr(Host.sysctl("net.ipv4.tcp_syncookies"), 0) != 0
        ? Finding.ok("as many as the backlog, then SYN cookies")
        : atLeast(host, "net.ipv4.tcp_max_syn_backlog", BACKLOG, "SYN cookies are off, so when many"
            + " clients connect at once the kernel drops those beyond three quarters of this.");
  }

  private static Finding slowStart(Host host, Aim aim) {
    String name = "net.ipv4.tcp_slow_start_after_idle";
    return host.number(Host.sysctl(name)) == 0
        ? Finding.ok("keeps its window")
        : Finding.better("starts slowly again", "After a pause longer than its retransmission"
            + " timeout (200 ms or more) a connection's window shrinks back towards 10 segments:"
            + " values over some 14 KiB then take more round trips. Small values do not notice.")
            .sysctl(name, 0);
  }

  private static Finding buffers(Host host, Aim aim) {
    Finding found = null;
    List<String> texts = new ArrayList<>();
    for (String name : List.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem")) {
      long[] sizes = host.numbers(Host.sysctl(name), 3);
      long bytes = sizes[2];
      texts.add(name.substring(name.lastIndexOf('_') + 1) + " " + MemoryChecks.size(bytes));
      if (bytes < BUFFER_BYTES_MIN && found == null) {
        found = Finding.better("", "A connection then waits for acknowledgements in the midst of a"
                + " large value.")
            .sysctl(name, sizes[0] + " " + sizes[1] + " " + 4 * BUFFER_BYTES_MIN);
      }
    }
    String text = String.join(", ", texts);
    return found == null
        ? Finding.ok(text)
        : new Finding(found.verdict(), text, found.cost(), found.change(), found.keep());
  }

  private static Finding congestion(Host host, Aim aim) {
    String control = host.text(Host.sysctl("net.ipv4.tcp_congestion_control"));
    String qdisc = host.textOr(Host.sysctl("net.core.default_qdisc"), "unknown");
    String found = control + ", default qdisc " + qdisc;
    if (!control.startsWith("bbr")) {
      return Finding.ok(found);
    }
    String others = host.textOr(Host.sysctl("net.ipv4.tcp_available_congestion_control"), "cubic");
    return Finding.better(found, "BBR paces what it sends, loopback included: by the qdisc fq if"
        + " that"
            + " is there, else by a timer per connection, which costs CPU. It is made for long and"
            + " lossy paths; within a data centre others do the same for less. Measure both.")
        .sysctl("net.ipv4.tcp_congestion_control", others.contains("cubic") ? "cubic" : "reno");
  }

  private static Finding conntrack(Host host, Aim aim) {
    String name = "net.netfilter.nf_conntrack_max";
    if (!host.has(Host.sysctl(name))) {
      return Finding.ok("none");
    }
    long max = host.number(Host.sysctl(name));
    long count = host.number(Host.sysctl("net.netfilter.nf_conntrack_count"));
    String found = count + " of at most " + max + " connections";
    return (count + aim.connections()) * 100 <= max * CONNTRACK_PERCENT_MAX
        ? Finding.ok(found)
        : Finding.wrong(found + "; " + aim.connections() + " are to come", "When the table is"
            + " full the kernel drops the packets of new connections: clients time out, and only"
            + " the kernel's log says why.")
            .sysctl(name, 2 * (max + aim.connections()));
  }

  private static Finding portRange(Host host, Aim aim) {
    String name = "net.ipv4.ip_local_port_range";
    long[] range = host.numbers(Host.sysctl(name), 2);
    long ports = range[1] - range[0] + 1;
    return ports >= aim.connections()
        ? Finding.ok(Long.toString(ports))
        : Finding.wrong(ports + ", for " + aim.connections() + " connections", "A load generator on"
            + " this host cannot open so many connections to one address: connect ends with"
            + " EADDRNOTAVAIL.")
            .sysctl(name, "1024 65535");
  }
}
