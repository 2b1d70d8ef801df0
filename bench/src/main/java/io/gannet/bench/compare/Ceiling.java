package io.gannet.bench.compare;

import io.gannet.bench.observe.WholeFile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The most that the generator itself gets, against the ping server, which has next to nothing to do
 * per request. Kept in a file of the user's cache folder, by host, so that later runs can say how
 * far from it they are.
 */
public final class Ceiling {
  private final Path file;
  private final String host;

  /** Kept in {@code file}. */
  Ceiling(Path file, String host) {
    this.file = file;
    this.host = host;
  }

  /** This user's, on this host. */
  public static Ceiling ofUser() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path cache = xdg != null && xdg.startsWith("/")
        ? Path.of(xdg)
        : Path.of(System.getProperty("user.home"), ".cache");
    return new Ceiling(cache.resolve("gannet/bench-ceiling.properties"), hostName());
  }

  /**
   * In requests a second, as last measured by {@code gannet bench ceiling} on this host with the
   * same shape of load; empty when it never was.
   *
   * @param cpus of the load threads; empty: one that is not pinned
   */
  public static OptionalDouble known(int connections, int depth, List<Integer> cpus) {
    return ofUser().get(connections, depth, cpus);
  }

  OptionalDouble get(int connections, int depth, List<Integer> cpus) {
    String text = load().getProperty(key(connections, depth, cpus), "");
    try {
      return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Keeps what was measured, unless it was in a noisy minute and more is known already: noise only
   * lowers it.
   *
   * @return whether it was kept
   */
  public boolean putUnlessLess(
      int connections, int depth, List<Integer> cpus, double perSecond, boolean noisy) {
    boolean keep = !noisy || perSecond >= get(connections, depth, cpus).orElse(0);
    if (keep) {
      put(connections, depth, cpus, perSecond);
    }
    return keep;
  }

  /** Keeps what was measured. */
  void put(int connections, int depth, List<Integer> cpus, double perSecond) {
    Properties all = load();
    all.setProperty(
        key(connections, depth, cpus), String.format(Locale.ROOT, "%.0f", perSecond));
    try {
      Files.createDirectories(file.getParent());
      Path fresh = Files.createTempFile(file.getParent(), "ceiling", ".new");
      try (Writer out = Files.newBufferedWriter(fresh)) {
        all.store(out, "requests/s of gannet bench ceiling, by host, connections x depth, CPUs");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CompareException(
          "cannot keep the ceiling: " + e, "make " + file.getParent() + " writable, or set "
              + "XDG_CACHE_HOME");
    }
  }

  private Properties load() {
    Properties all = new Properties();
    if (Files.isReadable(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        all.load(in);
      } catch (IOException | IllegalArgumentException e) {
        all.clear(); // whatever it was, it is measured again
      }
    }
    return all;
  }

  private String key(int connections, int depth, List<Integer> cpus) {
    String where = cpus.isEmpty()
        ? "any"
        : cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    return host + "/" + connections + "x" + depth + "/cpus=" + where;
  }

  private static String hostName() {
    try {
      byte[] name = WholeFile.read(Path.of("/proc/sys/kernel/hostname"));
      return new String(name, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Where it is kept. */
  public Path file() {
    return file;
  }
}
