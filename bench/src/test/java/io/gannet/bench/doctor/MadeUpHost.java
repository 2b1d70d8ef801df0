package io.gannet.bench.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gannet.bench.observe.CpuList;
import io.gannet.ffi.uring.RingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A host of files in a folder, two CPUs, and answers that a test sets. */
final class MadeUpHost implements Probes {
  private final Path root;
  final Map<String, String> environment = new HashMap<>();
  RingProbe ring = RingProbe.works(List.of(), List.of());
  RingOptions triedOptions;
  int triedFiles;
  long memlockBytes = 8 << 20;
  long descriptors = 1 << 20;
  int jdk = 25;
  Path aotCache;
  private String pinned = "";
  private long memoryBytes = 1L << 30;

  MadeUpHost(Path root) {
    this.root = root;
    file("/sys/devices/system/cpu/online", "0-1");
    file("/proc/cpuinfo", "flags\t\t: fpu tsc");
    file("/proc/self/cgroup", "0::/");
  }

  MadeUpHost file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MadeUpHost sysctl(String name, Object value) {
    return file(Host.sysctl(name), value.toString());
  }

  /** The same file for both CPUs. */
  MadeUpHost cpus(String file, String text) {
    for (int cpu = 0; cpu < 2; cpu++) {
      file("/sys/devices/system/cpu/cpu" + cpu + "/" + file, text);
    }
    return this;
  }

  MadeUpHost virtual() {
    return file("/proc/cpuinfo", "flags\t\t: fpu hypervisor tsc");
  }

  MadeUpHost pinned(String cpus) {
    pinned = cpus;
    return this;
  }

  MadeUpHost memory(long bytes) {
    memoryBytes = bytes;
    return this;
  }

  Host host() {
    return new Host(root, this);
  }

  Aim aim() {
    BitSet cpus = CpuList.parse(pinned.isEmpty() ? "0-1" : pinned);
    return new Aim(cpus, !pinned.isEmpty(), memoryBytes, 1000);
  }

  /** What a check finds here; a finding that asks for a change has to say why and how. */
  Finding look(String id) {
    List<Check> checks = Doctor.checks(Pattern.compile("^" + id + "$"));
    assertEquals(1, checks.size(), id);
    Finding finding = checks.getFirst().run(host(), aim());
    assertFalse(finding.found().startsWith("not foreseen"), finding.found());
    if (finding.verdict().asksForChange()) {
      assertFalse(finding.cost().isEmpty(), id + " says no cost");
      assertFalse(finding.change().isEmpty() && finding.keep().isEmpty(), id + " has no cure");
    }
    return finding;
  }

  void assertLook(Verdict verdict, String id) {
    Finding finding = look(id);
    assertEquals(verdict, finding.verdict(), finding.toString());
  }

  @Override
  public RingProbe ring(RingOptions options, int files) {
    triedOptions = options;
    triedFiles = files;
    return ring;
  }

  @Override
  public long memlockBytes() {
    return memlockBytes;
  }

  @Override
  public long descriptors() {
    return descriptors;
  }

  @Override
  public BitSet affinity() {
    return CpuList.parse("0-1");
  }

  @Override
  public int jdk() {
    return jdk;
  }

  @Override
  public Optional<Path> aotCache() {
    return Optional.ofNullable(aotCache);
  }

  @Override
  public String environment(String name) {
    return environment.getOrDefault(name, "");
  }
}
