package io.gannet.ffi.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
  @TempDir Path root;

  private void node(int number, String cpus) throws IOException {
    Path folder = root.resolve("sys/devices/system/node/node" + number);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cpulist"), cpus + "\n");
  }

  private static BitSet cpus(int... cpus) {
    return IntStream.of(cpus).collect(BitSet::new, BitSet::set, BitSet::or);
  }

  @Test
  void theCpusOfTheSameNodeAreNear() throws IOException {
    node(0, "0-3,8");
    node(1, "4-7,9");
    node(2, "");
    BitSet all = cpus(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertEquals(cpus(0, 1, 2, 3, 8), Nodes.near(root, 8, all));
    assertEquals(cpus(4, 5, 6, 7, 9), Nodes.near(root, 4, all));
  }

  @Test
  void ofThoseAllowedOnly() throws IOException {
    node(0, "0-3");
    node(1, "4-7");
    assertEquals(cpus(5, 6), Nodes.near(root, 5, cpus(1, 5, 6)));
  }

  @Test
  void aCpuHasAHomeWhereThereIsAnother() throws IOException {
    node(0, "0-3");
    assertEquals(Nodes.NONE, Nodes.home(root, 1), "there is one only");
    node(2, "");
    assertEquals(Nodes.NONE, Nodes.home(root, 1), "the other one has memory alone");
    node(11, "4-7");
    assertEquals(0, Nodes.home(root, 1));
    assertEquals(11, Nodes.home(root, 4));
    assertEquals(Nodes.NONE, Nodes.home(root, 8), "nobody has it");
    assertEquals(Nodes.NONE, Nodes.home(root.resolve("none"), 1));
  }

  @Test
  void allAreAsNearWhereTheKernelDoesNotTell() throws IOException {
    assertEquals(cpus(1, 5), Nodes.near(root, 5, cpus(1, 5)));
    node(0, "0-3");
    assertEquals(cpus(1, 5), Nodes.near(root, 5, cpus(1, 5)));
  }
}
