package io.gannet.bench.observe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where figures come from: every result file carries it.
 *
 * @param facts by stable names, in the order in which to show them: command, commit, date, kernel,
 *     cpu_model, topology, memory, governor, generator_cpus, generator_jvm, and of a server what is
 *     known: peer, server_command, server_cpus, server_jvm
 */
public record Provenance(Map<String, String> facts) {
  /** Of this host and process, for a run of these words ({@code ./gannet bench …}). */
  public static Provenance of(String command, List<Integer> generatorCpus) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", command);
    facts.put("commit", SourceTree.commit());
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("kernel", kernel());
    facts.put("cpu_model", Topology.model());
    facts.put("topology", Topology.text());
    facts.put("memory", ProcFile.field("/proc/meminfo", "MemTotal").map(Provenance::gib)
        .orElse("unknown"));
    facts.put("governor", Topology.governor());
    facts.put("generator_cpus", generatorCpus(generatorCpus));
    facts.put("generator_jvm", System.getProperty("java.vendor.version", "") + " "
        + System.getProperty("java.runtime.version"));
    return new Provenance(facts);
  }

  /** The same with a server, as far as it is known. */
  public Provenance with(Optional<ServerProcess> server, Optional<String> peer) {
    Provenance more = this;
    if (peer.isPresent()) {
      more = more.with("peer", peer.get());
    }
    if (server.isPresent()) {
      ServerProcess process = server.get();
      more = more.with("server_command", String.join(" ", process.command()));
      String pinned = process.pinnedThreadCpus();
      String also = pinned.isEmpty() ? "" : ", a thread of it on " + pinned;
      more = more.with("server_cpus", process.cpus() + also);
      if (process.jvm().isPresent()) {
        more = more.with("server_jvm", process.jvm().get());
      }
    }
    return more;
  }

  /** The same with one more fact. */
  public Provenance with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new Provenance(more);
  }

  private static String kernel() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
        + System.getProperty("os.arch");
  }

  private static String gib(String kib) {
    double gib = Long.parseLong(kib.replace("kB", "").strip()) / (1024.0 * 1024);
    return Math.round(gib * 10) / 10.0 + " GiB";
  }

  private static String generatorCpus(List<Integer> cpus) {
    if (!cpus.isEmpty()) {
      return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    String allowed = new ServerProcess(ProcessHandle.current().pid()).cpus();
    return "not pinned (" + allowed + ")";
  }
}
