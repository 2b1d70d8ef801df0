package io.gannet.ffi.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * NUMA nodes, as the kernel tells of them: {@code /sys/devices/system/node}, numa(7). Any thread.
 */
public final class Nodes {
  private static final String NODES = "sys/devices/system/node";

  /** No node rather than another. */
  public static final int NONE = -1;

  private Nodes() {}

  /**
   * Of the CPUs {@code allowed} those on the node of {@code cpu}; all of them where the kernel does
   * not tell, or none of them is there.
   *
   * @param root {@code /}, or a folder with a {@code sys} of one's own
   */
  public static BitSet near(Path root, int cpu, BitSet allowed) {
    Path folder = root.resolve(NODES);
    try (DirectoryStream<Path> nodes = Files.newDirectoryStream(folder, "node[0-9]*")) {
      for (Path node : nodes) {
        BitSet cpus = parse(Files.readString(node.resolve("cpulist")).strip());
        cpus.and(allowed);
        if (cpus.get(cpu)) {
          return cpus;
        }
      }
    } catch (IOException e) {
      // A kernel without NUMA has no such folder.
    }
    return (BitSet) allowed.clone();
  }

  /**
   * The node of a CPU; {@link #NONE} where there is but one that has CPUs, or the kernel does not
   * tell: then there is nothing to choose.
   *
   * @param root as above
   */
  public static int home(Path root, int cpu) {
    int home = NONE;
    int withCpus = 0;
    try (DirectoryStream<Path> nodes =
        Files.newDirectoryStream(root.resolve(NODES), "node[0-9]*")) {
      for (Path node : nodes) {
        BitSet cpus = parse(Files.readString(node.resolve("cpulist")).strip());
        withCpus += cpus.isEmpty() ? 0 : 1;
        if (cpus.get(cpu)) {
          home = Integer.parseInt(node.getFileName().toString().substring("node".length()));
        }
      }
    } catch (IOException e) {
      return NONE;
    }
    return withCpus > 1 ? home : NONE;
  }

  /** A list as in cpuset(7): {@code 0-3,8,10-11}; a node may have none. */
  private static BitSet parse(String list) {
    BitSet cpus = new BitSet();
    for (String range : list.isEmpty() ? new String[0] : list.split(",")) {
      String[] ends = range.split("-", 2);
      cpus.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
    return cpus;
  }
}
