package io.gannet.bench.observe;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process of this host, by its id.
 *
 * @param pid its id
 */
public record ServerProcess(long pid) {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTENS = "0A"; // TCP_LISTEN
  private static final Set<String> RESIDENT = Set.of("Rss:", "Private_Hugetlb:");

  /** Whether there is one. */
  public boolean exists() {
    return ProcFile.text(proc("stat")).isPresent();
  }

  /** The one that listens at a port or a path of this host, as far as we may see. */
  public static Optional<ServerProcess> listeningOn(SocketAddress address) {
    for (String name : ProcFile.names("/proc", "[0-9]*")) {
      ServerProcess process = new ServerProcess(Long.parseLong(name));
      if (process.pid() != ProcessHandle.current().pid() && process.listens(address)) {
        return Optional.of(process);
      }
    }
    return Optional.empty();
  }

  private boolean listens(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> ports().contains(inet.getPort());
      case UnixDomainSocketAddress unix -> paths().contains(unix.getPath().toString());
      default -> false;
    };
  }

  /** The paths of its Unix sockets, as it named them. */
  private Set<String> paths() {
    Set<String> own = sockets();
    Set<String> paths = new TreeSet<>();
    if (own.isEmpty()) {
      return paths;
    }
    for (String line : ProcFile.lines(proc("net/unix"))) {
      // unix(7): Num RefCount Protocol Flags Type St Inode Path
      String[] words = line.strip().split("\\s+", 8);
      if (words.length == 8 && own.contains(words[6])) {
        paths.add(words[7]);
      }
    }
    return paths;
  }

  /** The TCP ports it listens on, as far as we may see. */
  public Set<Integer> ports() {
    Set<String> own = sockets();
    Set<Integer> ports = new TreeSet<>();
    if (own.isEmpty()) {
      return ports;
    }
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : ProcFile.lines(proc(table))) {
        // proc(5): sl local_address rem_address st … the tenth is the inode
        String[] words = line.strip().split("\\s+");
        if (words.length > 9 && words[3].equals(LISTENS) && own.contains(words[9])) {
          ports.add(Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private Set<String> sockets() {
    Set<String> inodes = new TreeSet<>();
    for (String fd : ProcFile.names(proc("fd"), "*")) {
      Matcher socket = SOCKET.matcher(ProcFile.link(proc("fd/" + fd)).orElse(""));
      if (socket.matches()) {
        inodes.add(socket.group(1));
      }
    }
    return inodes;
  }

  /** {@code memcached}, of which the kernel keeps 15 letters; {@code Gannet pingserver}. */
  public String name() {
    return isGannet() ? gannetName() : ProcFile.text(proc("comm")).orElse("?");
  }

  /** The product is the word behind the main class, if it is no option. */
  private String gannetName() {
    List<String> words = command();
    int next = 1;
    while (next < words.size() && !words.get(next - 1).endsWith("io.gannet.server.cli.Main")) {
      next++;
    }
    boolean named = next < words.size() && !words.get(next).startsWith("-");
    return "Gannet " + (named ? words.get(next) : "segcache");
  }

  /** Its words. */
  public List<String> command() {
    String text = ProcFile.text(proc("cmdline")).orElse("");
    return text.isEmpty() ? List.of() : new ArrayList<>(List.of(text.split("\0")));
  }

  /** Whether it is a Gannet. */
  public boolean isGannet() {
    return command().stream().anyMatch(word -> word.startsWith("io.gannet.server"));
  }

  /** The CPUs it may run on: {@code 0-3}. */
  public String cpus() {
    return ProcFile.field(proc("status"), "Cpus_allowed_list").orElse("unknown");
  }

  /** The CPUs that any of its threads is pinned to, where that is fewer: a Gannet's worker. */
  public String pinnedThreadCpus() {
    return ProcFile.names(proc("task"), "[0-9]*").stream()
        .flatMap(
            tid -> ProcFile.field(proc("task/" + tid + "/status"), "Cpus_allowed_list").stream())
        .filter(cpus -> !cpus.equals(cpus()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The CPUs of its pinned threads, or, if none is, those that it may run on. */
  public BitSet servingCpus() {
    String pinned = pinnedThreadCpus();
    String list = pinned.isEmpty() ? cpus() : pinned;
    return list.equals("unknown") ? new BitSet() : CpuList.parse(list);
  }

  /** If it is a JVM: which one. */
  public Optional<String> jvm() {
    Optional<String> java = ProcFile.link(proc("exe")).filter(exe -> exe.endsWith("/bin/java"));
    return java.flatMap(
        exe ->
            ProcFile.lines(exe.replaceFirst("/bin/java$", "/release")).stream()
                .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION=")
                    || line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .max((a, b) -> Integer.compare(a.length(), b.length())));
  }

  /** How many descriptors it has open; 0 if it has ended, or is not ours to look at. */
  public int descriptors() {
    return ProcFile.names(proc("fd"), "*").size();
  }

  /** How many it may have open, {@code SOFT:HARD} as prlimit(1) takes it. */
  public Optional<String> descriptorLimits() {
    return ProcFile.lines(proc("limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.substring("Max open files".length()).strip().split("\\s+"))
        .map(words -> words[0] + ":" + words[1])
        .findFirst();
  }

  /** The user that it runs as, by number; -1 if it has ended. */
  public long user() {
    return firstOf("Uid");
  }

  /** Likewise the group. */
  public long group() {
    return firstOf("Gid");
  }

  /** Of a field of several numbers: the real one comes first. */
  private long firstOf(String field) {
    return ProcFile.field(proc("status"), field)
        .map(numbers -> Long.parseLong(numbers.split("\\s+")[0]))
        .orElse(-1L);
  }

  /** Its resident memory, hugetlb pages included, in bytes; 0 if it has ended. */
  public long residentBytes() {
    return kibOf("VmRSS") + kibOf("HugetlbPages");
  }

  /**
   * Resident bytes, hugetlb pages included, of the mapping that is exactly so large; 0 if there is
   * none, or it is not ours to read. Of several the fullest.
   */
  public long residentBytesOfMapping(long bytes) {
    long fullest = 0;
    long resident = 0;
    boolean inside = false;
    // proc(5): of each mapping its addresses, then a field a line, Size the first.
    for (String line : ProcFile.lines(proc("smaps"))) {
      String[] words = line.split("\\s+");
      if (words[0].equals("Size:")) {
        inside = Long.parseLong(words[1]) * 1024 == bytes;
        resident = 0;
      } else if (inside && RESIDENT.contains(words[0])) {
        resident += Long.parseLong(words[1]) * 1024;
        fullest = Math.max(fullest, resident);
      }
    }
    return fullest;
  }

  private long kibOf(String field) {
    String text = ProcFile.field(proc("status"), field).orElse("0 kB");
    return Long.parseLong(text.replace("kB", "").strip()) * 1024;
  }

  private String proc(String file) {
    return "/proc/" + pid + "/" + file;
  }
}
