package io.gannet.ffi.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the limits of this process's cgroups are, version 1 and 2: cgroups(7). Any thread. */
public final class Cgroups {
  private static final String MOUNT = "sys/fs/cgroup";

  private Cgroups() {}

  /**
   * The folders of a controller that this process is in, innermost first: each may hold a limit,
   * and the tightest counts. Empty if there are none.
   *
   * @param root {@code /}, or a folder with a {@code proc} and a {@code sys} of one's own
   * @param controller as the kernel names it: {@code memory}, {@code cpu}
   */
  public static List<Path> folders(Path root, String controller) {
    Path mount = root.resolve(MOUNT);
    String unified = null;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        return upwards(firstVersionMount(mount, parts[1], controller), parts[2]);
      }
      if (parts.length == 3 && parts[0].equals("0")) {
        unified = parts[2];
      }
    }
    boolean only = Files.exists(mount.resolve("cgroup.controllers"));
    return unified == null
        ? List.of()
        : upwards(only ? mount : mount.resolve("unified"), unified);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Path firstVersionMount(Path mount, String controllers, String controller) {
    Path together = mount.resolve(controllers);
    return Files.exists(together) ? together : mount.resolve(controller);
  }

  /** From {@code path} to the root; a container may see its own part only. */
  private static List<Path> upwards(Path mount, String path) {
    List<Path> folders = new ArrayList<>();
    for (String at = path; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      addIfThere(folders, mount.resolve(at.substring(1)));
    }
    addIfThere(folders, mount);
    return folders;
  }

  private static void addIfThere(List<Path> folders, Path folder) {
    if (Files.exists(folder) && !folders.contains(folder)) {
      folders.add(folder);
    }
  }
}
