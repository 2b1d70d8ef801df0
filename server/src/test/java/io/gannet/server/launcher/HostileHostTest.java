package io.gannet.server.launcher;

import static io.gannet.server.launcher.Hardship.asNobody;
import static io.gannet.server.launcher.Hardship.cgroup;
import static io.gannet.server.launcher.Hardship.readOnly;
import static io.gannet.server.launcher.Hardship.withLimit;
import static io.gannet.server.launcher.Hardship.withMemlock;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.host.Descriptors;
import io.gannet.server.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./gannet} on hosts that give it little: it starts, or says the cure. With the real JVM, in
 * a tree without sources, and in each case a client that is served.
 */
class HostileHostTest {
  private static final long MIB = 1L << 20;
  private static final int REPLY_MS_MAX = 30_000;
  private static final String[] SMALL = {"--memory", "64MiB", "--no-warm-up"};
  private static final Map<String, String> PLAIN = Map.of();

  @TempDir static Path folder;
  private static BuiltTree tree;

  @BeforeAll
  static void makeTree() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    tree = BuiltTree.in(folder.toRealPath().resolve("tree"));
  }

  @Test
  void inATreeOfAnotherOwnerTheAotCacheIsKeptWithTheUser() throws Exception {
    List<String> nobody = asNobody();
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    Map<String, String> at = Map.of("HOME", home.toString(), "GANNET_AOT", "");
    try (Started first = Started.gannet(tree, nobody, at, SMALL)) {
      first.serves();
      assertTrue(first.err().contains("training an AOT cache (once)"), first.err());
      assertFalse(first.err().contains("failed"), first.err());
    }
    try (Started second = Started.gannet(tree, nobody, at, SMALL)) {
      second.serves();
      assertFalse(second.err().contains("training"), second.err());
      servesWithoutDescriptors(second);
    }
  }

  /** What no training has seen comes from jars that are open already. */
  private static void servesWithoutDescriptors(Started started) throws Exception {
    try (Socket watcher = started.connect();
        Socket other = started.connect()) {
      says(watcher, "version\r\n", "VERSION 1.6.18\r\n");
      says(other, "version\r\n", "VERSION 1.6.18\r\n");
      limitDescriptors(started, 3);
      says(watcher, "watch\r\n", "");
      says(other, "debug walk\r\nget a\r\n", "ERROR\r\nEND\r\n");
      limitDescriptors(started, 1024);
      says(watcher, "", "OK\r\n");
      says(other, "get a\r\n", "END\r\n");
    }
  }

  private static void says(Socket client, String request, String reply) throws IOException {
    client.setSoTimeout(REPLY_MS_MAX);
    client.getOutputStream().write(request.getBytes(US_ASCII));
    byte[] bytes = client.getInputStream().readNBytes(reply.length());
    assertEquals(reply, new String(bytes, US_ASCII));
  }

  private static void limitDescriptors(Started started, int most) throws Exception {
    List<String> words = new ArrayList<>(asNobody()); // whose it is
    words.addAll(withLimit("--nofile=" + most + ":"));
    words.addAll(List.of("--pid", "" + started.pid()));
    Programs.Ran ran = Programs.run(folder, words.toArray(String[]::new));
    assertEquals(0, ran.exit(), ran.output());
  }

  @Test
  void aTreeThatWasMovedToWhereNothingCanBeWrittenStartsWithAWord() throws Exception {
    List<String> nobody = asNobody();
    BuiltTree built = BuiltTree.in(folder.toRealPath().resolve("built"));
    Files.writeString(built.root().resolve("server/target/gannet.aot"), "of another place");
    Files.writeString(built.root().resolve("server/target/gannet.aot.key"), "25 /another/place");
    Map<String, String> homeless = Map.of("HOME", "/proc", "GANNET_AOT", "");
    try (Started other = Started.gannet(built, nobody, homeless, SMALL)) {
      other.serves();
      assertTrue(other.err().contains("gannet: starts take longer"), other.err());
    }
  }

  @Test
  void aTreeOnAReadOnlyMountStarts() throws Exception {
    Map<String, String> homeless = Map.of("HOME", "/proc", "GANNET_AOT", "");
    try (Started started = Started.gannet(tree, readOnly(tree.root()), homeless, SMALL)) {
      started.serves();
      assertTrue(started.err().contains("gannet: starts take longer"), started.err());
    }
  }

  @Test
  void theServersOfTheseTestsHaveTheirAssertsOn() throws Exception {
    try (Started started = Started.gannet(tree, List.of(), PLAIN, SMALL)) {
      started.serves();
      String words = Files.readString(Path.of("/proc", "" + started.pid(), "cmdline"));
      assertTrue(List.of(words.split("\0")).contains("-ea:io.gannet..."), words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void aCollectorInTheEnvironmentStopsNobody(String variable) throws Exception {
    Map<String, String> environment = Map.of(variable, "-XX:+UseG1GC -Da=b");
    try (Started started = Started.gannet(tree, List.of(), environment, SMALL)) {
      started.serves();
      assertTrue(started.err().contains(variable + " asks for a collector"), started.err());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void inASmallCgroupTheDefaultIsLessMemoryWithAWord(int mib) throws Exception {
    try (Cgroup cgroup = cgroup(() -> Cgroup.ofMemory(mib * MIB));
        Started started = Started.gannet(tree, cgroup.words(), PLAIN)) {
      started.serves();
      assertTrue(started.err().contains("MiB instead of 1GiB: the cgroup leaves"), started.err());
    }
  }

  @Test
  void memoryThatACgroupCantGiveIsRefusedBeforeTheKernelKills() throws Exception {
    try (Cgroup cgroup = cgroup(() -> Cgroup.ofMemory(512 * MIB));
        Started started = Started.gannet(tree, cgroup.words(), PLAIN, "--memory", "1GiB")) {
      String refusal = started.isRefused();
      assertTrue(refusal.contains("--memory 1GiB: the cgroup leaves"), refusal);
    }
  }

  /** On a tree that does not ask first, this would have the kernel kill, and not only the server. */
  @Test
  void memoryThatTheHostCantGiveIsRefused() throws Exception {
    try (Started started = Started.gannet(tree, List.of(), PLAIN, "--memory", "64TiB")) {
      assertTrue(started.isRefused().contains("--memory 64TiB: the host leaves"), started.err());
    }
  }

  @Test
  void ofFewDescriptorsTheDefaultTakesWhatThereIsAndServesAsMany() throws Exception {
    List<String> few = withLimit("--nofile=1024:1024");
    try (Started started = Started.gannet(tree, few, PLAIN, SMALL)) {
      started.serves();
      assertTrue(started.err().contains("--max-connections 1024 instead of"), started.err());
      List<Socket> clients = new ArrayList<>();
      try {
        while (clients.size() < 1000) {
          clients.add(started.connect());
        }
        started.serves();
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void moreConnectionsThanDescriptorsAreRefusedWhenTheyWereAskedFor() throws Exception {
    List<String> few = withLimit("--nofile=1024:1024");
    try (Started started = Started.gannet(tree, few, PLAIN, "-c", "1025")) {
      assertTrue(started.isRefused().contains("or --max-connections 1024"), started.err());
    }
  }

  @Test
  void aSoftLimitOfDescriptorsIsRaised() throws Exception {
    List<String> soft = withLimit("--nofile=512:");
    try (Started started =
        Started.gannet(tree, soft, PLAIN, "-c", "1000", "--memory", "64MiB", "--no-warm-up")) {
      started.serves();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 1_000_000})
  void manyConnectionsAreServedOrRefusedWithTheCure(int connections) throws Exception {
    String[] words = {"-c", "" + connections, "--memory", "64MiB", "--no-warm-up"};
    try (Started started = Started.gannet(tree, List.of(), PLAIN, words)) {
      if (Descriptors.limit() >= connections) {
        started.serves();
      } else {
        assertTrue(started.isRefused().contains("LimitNOFILE"), started.err());
      }
    }
  }

  @Test
  void littleMemoryToLockStopsNobody() throws Exception {
    try (Started started =
        Started.gannet(tree, withMemlock(MIB), PLAIN, "--memory", "64MiB")) {
      started.serves();
    }
  }

  /** Whether rings count as locked memory depends on the kernel. */
  @Test
  void whoMayLockNextToNothingStartsOrReadsTheCure() throws Exception {
    try (Started started = Started.gannet(tree, withMemlock(MIB / 16), PLAIN, SMALL)) {
      if (!started.isReadyInTheEnd()) {
        assertTrue(started.isRefused().contains("cure: ulimit -l"), started.err());
      }
    }
  }

  @Test
  void aPortThatIsTakenIsToldWithTheCure() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Started started =
            Started.gannet(tree, List.of(), PLAIN, "--port", "" + other.getLocalPort())) {
      assertTrue(started.isRefused().contains("EADDRINUSE"), started.err());
      assertTrue(started.err().contains("choose another --port"), started.err());
    }
  }

  @Test
  void anAdminsPortThatIsTakenIsToldBeforeMemoryIsFaultedIn() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Cgroup cgroup = cgroup(() -> Cgroup.ofMemory(512 * MIB));
        Started started =
            Started.gannet(
                tree, cgroup.words(), PLAIN, "--admin-port", "" + other.getLocalPort())) {
      assertTrue(started.isRefused().contains("choose another port with --admin-port"));
      assertTrue(cgroup.mostBytes() < 200 * MIB, "" + cgroup.mostBytes());
    }
  }

  @Test
  void aFifthOfACpuIsEnough() throws Exception {
    try (Cgroup cgroup = cgroup(() -> Cgroup.ofCpu(20));
        Started started = Started.gannet(tree, cgroup.words(), PLAIN, "--memory", "64MiB")) {
      started.serves();
      assertTrue(started.err().contains("warm-up: "), started.err());
    }
  }

  @Test
  void aProcessThatIsStoppedWhileItWarmsUpStarts() throws Exception {
    String[] words = {"--memory", "64MiB", "--warm-up-ms", "4000"};
    try (Started started = Started.gannet(tree, List.of(), PLAIN, words)) {
      awaitWarmUp(started.pid());
      for (int stops = 0; stops < 3; stops++) {
        signal("STOP", started.pid());
        Thread.sleep(1600);
        signal("CONT", started.pid());
        Thread.sleep(300);
      }
      started.serves();
      assertFalse(started.err().contains("cut short"), started.err());
    }
  }

  /** The warm-up's worker is the second of its name; a thread is born with its maker's. */
  private static void awaitWarmUp(long pid) throws Exception {
    for (int polls = 0; polls < 6000 && workers(pid) < 2; polls++) {
      Thread.sleep(10);
    }
    Thread.sleep(200);
  }

  private static long workers(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.filter(thread -> name(thread).equals("worker-0")).count();
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException e) { // it has just ended
      return "";
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor());
  }
}
