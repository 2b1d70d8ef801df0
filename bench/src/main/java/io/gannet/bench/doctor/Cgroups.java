package io.gannet.bench.doctor;

import java.util.ArrayList;
import java.util.List;

/** Where the limits of this process's cgroups are, version 1 and 2: cgroups(7). */
final class Cgroups {
  private static final String MOUNT = "/sys/fs/cgroup";

  private Cgroups() {}

  /**
   * The folders of a controller that this process is in, innermost first: each may hold a limit,
   * and the tightest counts. Empty if there are none.
   */
  static List<String> folders(Host host, String controller) {
    String unified = null;
    for (String line : host.lines("/proc/self/cgroup")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        return upwards(host, firstVersionMount(host, parts[1], controller), parts[2]);
      }
      if (parts.length == 3 && parts[0].equals("0")) {
        unified = parts[2];
      }
    }
    boolean only = host.has(MOUNT + "/cgroup.controllers");
    return unified == null
        ? List.of()
        : upwards(host, only ? MOUNT : MOUNT + "/unified", unified);
  }

  private static String firstVersionMount(Host host, String controllers, String controller) {
    String together = MOUNT + "/" + controllers;
    return host.has(together) ? together : MOUNT + "/" + controller;
  }

  /** From {@code path} to the root; a container may see its own part only. */
  private static List<String> upwards(Host host, String mount, String path) {
    List<String> folders = new ArrayList<>();
    for (String at = path; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      String folder = at.equals("/") ? mount : mount + at;
      if (host.has(folder) && !folders.contains(folder)) {
        folders.add(folder);
      }
    }
    if (host.has(mount) && !folders.contains(mount)) {
      folders.add(mount);
    }
    return folders;
  }
}
