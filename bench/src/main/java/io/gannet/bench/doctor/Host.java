package io.gannet.bench.doctor;

import io.gannet.bench.observe.CpuList;
import io.gannet.bench.observe.WholeFile;
import io.gannet.ffi.host.AvailableMemory;
import io.gannet.ffi.host.Cgroups;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A host as it shows itself: its files below a root, and its {@link Probes} for the rest. Paths are
 * absolute, as on the host. What cannot be read throws {@link NotTold}.
 */
public final class Host {
  private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)\\]");

  private final Path root;
  private final Probes probes;

  /**
   * A host.
   *
   * @param root {@code /}, or a folder with a {@code proc} and a {@code sys} of one's own
   */
  public Host(Path root, Probes probes) {
    this.root = root;
    this.probes = probes;
  }

  /** This one. */
  public static Host here() {
    return new Host(Path.of("/"), new LiveProbes());
  }

  Probes probes() {
    return probes;
  }

  /** What it has left for a process. */
  AvailableMemory memory() {
    return AvailableMemory.of(root);
  }

  /** The folders of a controller that this process is in, innermost first. */
  List<String> cgroups(String controller) {
    return Cgroups.folders(root, controller).stream()
        .map(folder -> "/" + root.relativize(folder))
        .toList();
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  boolean has(String path) {
    return Files.exists(at(path));
  }

  /** A file, without the blanks around it. */
  String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8).strip();
  }

  /** A file, or {@code other} if it cannot be read. */
  String textOr(String path, String other) {
    try {
      return text(path);
    } catch (NotTold e) {
      return other;
    }
  }

  List<String> lines(String path) {
    return text(path).lines().toList();
  }

  /** A file that is one whole number. */
  long number(String path) {
    String text = text(path);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NotTold(path + " says '" + text + "', which is not a number");
    }
  }

  /** A file that is whole numbers with blanks between; {@code count} of them or more. */
  long[] numbers(String path, int count) {
    String text = text(path);
    try {
      long[] numbers = Stream.of(text.split("\\s+")).mapToLong(Long::parseLong).toArray();
      if (numbers.length >= count) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new NotTold(path + " says '" + text + "', which is not " + count + " numbers");
  }

  /** The number, or {@code other} if there is none. */
  long numberOr(String path, long other) {
    try {
      return number(path);
    } catch (NotTold e) {
      return other;
    }
  }

  /** A file. */
  byte[] bytes(String path) {
    try {
      return WholeFile.read(at(path));
    } catch (NoSuchFileException e) {
      throw new NotTold("there is no " + path);
    } catch (IOException e) {
      throw new NotTold(path + " cannot be read by this user");
    }
  }

  /** The first bytes of a device, which never ends: one read(2). */
  byte[] bytes(String path, int count) {
    try (ByteChannel channel = Files.newByteChannel(at(path))) {
      ByteBuffer buffer = ByteBuffer.allocate(count);
      channel.read(buffer);
      return Arrays.copyOf(buffer.array(), buffer.position());
    } catch (IOException e) {
      throw new NotTold(path + " cannot be read by this user");
    }
  }

  /** What a switch of sysfs stands at: {@code madvise} in {@code always [madvise] never}. */
  String chosen(String path) {
    Matcher chosen = CHOSEN.matcher(text(path));
    if (!chosen.find()) {
      throw new NotTold(path + " says '" + text(path) + "'");
    }
    return chosen.group(1);
  }

  /** The names in a folder, sorted; none if there is no such folder. */
  List<String> names(String path) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(path))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  /** Where the file of a sysctl is. */
  static String sysctl(String name) {
    return "/proc/sys/" + name.replace('.', '/');
  }

  /** The value after {@code key} in a file of lines such as {@code MemFree:  12 kB}. */
  String field(String path, String key) {
    for (String line : lines(path)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    throw new NotTold(path + " has no " + key);
  }

  /** A field in kB, in bytes. */
  long kbField(String path, String key) {
    return 1024 * Long.parseLong(field(path, key).replaceAll("\\D", ""));
  }

  /** A file that is a list of CPUs. */
  BitSet cpus(String path) {
    return CpuList.parse(text(path));
  }

  /** The CPUs that this process may run on. */
  public BitSet allowed() {
    return probes.affinity();
  }

  /** The CPUs there are. */
  BitSet online() {
    return cpus("/sys/devices/system/cpu/online");
  }

  /** Whether it is a guest of a hypervisor that shows itself. */
  boolean virtual() {
    return has("/sys/hypervisor/type")
        || (" " + textOr("/proc/cpuinfo", "") + " ").replace('\n', ' ').contains(" hypervisor ");
  }
}
