package io.gannet.bench.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  boolean has(String path) {
    return Files.exists(at(path));
  }

  /** A file, without the blanks around it. */
  String text(String path) {
    try {
      return Files.readString(at(path)).strip();
    } catch (NoSuchFileException e) {
      throw new NotTold("there is no " + path);
    } catch (IOException e) {
      throw new NotTold(path + " cannot be read by this user");
    }
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

  /** The number, or {@code other} if there is none. */
  long numberOr(String path, long other) {
    try {
      return number(path);
    } catch (NotTold e) {
      return other;
    }
  }

  /** The first bytes of a file that is not text. */
  byte[] bytes(String path, int count) {
    try (InputStream in = Files.newInputStream(at(path))) {
      return in.readNBytes(count);
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
