package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * libmemcached's own tools against the server: its conformance test, its copying, its load. Where
 * they are not installed the tests are skipped; in CI that is a failure.
 */
class LibmemcachedToolsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void theConformanceTestPassesInBothProtocols(StoringProduct product) throws Exception {
    conforms(product, "-a");
    conforms(product, "-b");
  }

  private void conforms(StoringProduct product, String protocol) throws Exception {
    // Upstream calls it memcapable, Debian memccapable.
    String tool = tool("memcapable", "memccapable");
    try (RunningServer server = product.start()) {
      String port = Integer.toString(server.port());
      String output = run(0, tool, "-h", "127.0.0.1", "-p", port, protocol);
      assertTrue(output.contains("All tests passed"), output);
      assertEquals(27, output.split("\\[pass\\]", -1).length - 1, output);
    }
  }

  @Test
  void aFileCopiedInComesBackByteForByte() throws Exception {
    comesBack();
    comesBack("--binary");
  }

  private void comesBack(String... protocol) throws Exception {
    byte[] content = new byte[400_000];
    new Random(5).nextBytes(content);
    Path file = Files.write(folder.resolve("blob"), content);
    Path back = folder.resolve("back");
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB")) {
      String servers = "--servers=127.0.0.1:" + server.port();
      run(0, with(protocol, tool("memccp"), servers, file.toString()));
      run(0, with(protocol, tool("memccat"), servers, "--file=" + back, "blob"));
      run(0, with(protocol, tool("memcexist"), servers, "blob"));
      run(0, with(protocol, tool("memcrm"), servers, "blob"));
      run(1, with(protocol, tool("memcexist"), servers, "blob"));
    }
    // memccat ends what it prints with a line feed of its own.
    byte[] returned = Arrays.copyOf(Files.readAllBytes(back), content.length);
    assertTrue(Arrays.equals(content, returned), "the value differs from the file");
  }

  private static String[] with(String[] protocol, String... command) {
    return Stream.of(command, protocol).flatMap(Arrays::stream).toArray(String[]::new);
  }

  /** By its path in the place of a host; the conformance test knows host and port only. */
  @Test
  void theToolsFindTheServerAtAUnixSocket() throws Exception {
    byte[] content = new byte[200_000];
    new Random(6).nextBytes(content);
    Path file = Files.write(folder.resolve("blob"), content);
    Path back = folder.resolve("back");
    Path socket = folder.resolve("g.sock");
    try (RunningServer server =
        RunningServer.start("segcache", "--memory", "64MiB", "--unix-socket", socket.toString())) {
      String servers = "--servers=" + socket;
      run(0, tool("memccp"), servers, file.toString());
      run(0, tool("memccat"), servers, "--file=" + back, "blob");
      run(0, tool("memcslap"), servers, "--concurrency=4", "--execute-number=200", "--test=get");
      assertEquals(0, server.metric("memcache_get_misses_total"));
      assertTrue(server.metric("memcache_get_hits_total") > 4 * 200);
    }
    byte[] returned = Arrays.copyOf(Files.readAllBytes(back), content.length);
    assertTrue(Arrays.equals(content, returned), "the value differs from the file");
  }

  @Test
  void theLoadToolFindsWhatItStored() throws Exception {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB")) {
      String servers = "--servers=127.0.0.1:" + server.port();
      String[] load = {
        tool("memcslap"), servers, "--concurrency=8", "--execute-number=500", "--test=get"
      };
      run(0, load);
      run(0, with(new String[] {"--binary"}, load));
      assertEquals(0, server.metric("memcache_get_misses_total"));
      assertTrue(server.metric("memcache_get_hits_total") >= 2 * 8 * 500);
    }
  }

  private static String tool(String... names) {
    return Tools.find("libmemcached-tools", names);
  }

  private String run(int expectedExit, String... command) throws IOException, InterruptedException {
    return Tools.run(folder, expectedExit, command);
  }
}
