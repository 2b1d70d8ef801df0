package io.gannet.server.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.File;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Stat;
import io.gannet.ffi.linux.Unistd;
import io.gannet.server.StartupException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnixListenSocketTest {
  private static final int STARTS = 4;
  private static final int ROUNDS = 200;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choose() {
    path = folder.resolve("g.sock");
  }

  private UnixListenSocket bind() {
    return bind(path.toString(), 0700);
  }

  private static UnixListenSocket bind(String path, int mode) {
    return new ListenAddress.Unix(path, mode).bind(16);
  }

  private static void connect(Path path) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
  }

  @Test
  void clientsConnectOnceItListensAndItsFileGoesWithIt() throws IOException {
    try (UnixListenSocket socket = bind()) {
      assertEquals("unix:" + path, socket.address());
      assertThrows(IOException.class, () -> connect(path));
      socket.listen();
      connect(path);
      socket.retire();
      assertFalse(Files.exists(path));
    }
  }

  /** As after a kill -9: who was bound is gone, its file is not. */
  @Test
  void whatADeadServerHasLeftIsRemoved() throws IOException {
    leaveDead();
    try (UnixListenSocket socket = bind()) {
      socket.listen();
      connect(path);
    }
  }

  private void leaveDead() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
  }

  @Test
  void oneThatIsListenedAtIsRefusedAndNobodyThereSeesAClient() throws IOException {
    try (UnixListenSocket socket = bind()) {
      socket.listen();
      assertTaken();
      connect(path);
    }
  }

  /** A server that warms up has its socket already, and clients are refused as of a dead one. */
  @Test
  void oneThatIsOnlyBoundIsRefusedToo() {
    try (UnixListenSocket socket = bind()) {
      assertTaken();
      socket.listen();
    }
  }

  private void assertTaken() {
    LinuxException taken = assertThrows(LinuxException.class, this::bind);
    assertEquals(Errno.EADDRINUSE, taken.errno());
    assertTrue(taken.cure().contains("choose another --unix-socket"), taken.cure());
  }

  /** Each finds the dead one; had they not to wait for each other, one would remove another's. */
  @Test
  void ofManyStartsAtOneDeadSocketOneHasIt() throws Exception {
    int umask = Stat.umask(022);
    try (ExecutorService starts = Executors.newFixedThreadPool(STARTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        leaveDead();
        CyclicBarrier together = new CyclicBarrier(STARTS);
        List<Future<UnixListenSocket>> all = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
          all.add(starts.submit(() -> start(together)));
        }
        assertOneListens(all);
      }
    } finally {
      Stat.umask(umask);
    }
  }

  private UnixListenSocket start(CyclicBarrier together) throws Exception {
    together.await(1, TimeUnit.MINUTES);
    try {
      return bind();
    } catch (LinuxException taken) {
      assertEquals(Errno.EADDRINUSE, taken.errno());
      return null;
    }
  }

  private void assertOneListens(List<Future<UnixListenSocket>> all) throws Exception {
    List<UnixListenSocket> bound = new ArrayList<>();
    for (Future<UnixListenSocket> one : all) {
      UnixListenSocket socket = one.get(1, TimeUnit.MINUTES);
      if (socket != null) {
        bound.add(socket);
      }
    }
    assertEquals(1, bound.size());
    try (UnixListenSocket socket = bound.getFirst()) {
      socket.listen();
      connect(path);
    }
  }

  /** Somebody else's lock is no reason not to start, and ours is gone when we have. */
  @Test
  void aDirectoryThatAnotherHasLockedIsBoundInAllTheSame() throws IOException {
    leaveDead();
    int directory = Fcntl.open(folder.toString(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
    try {
      assertEquals(0, File.flock(directory, File.LOCK_EX | File.LOCK_NB));
      try (UnixListenSocket socket = bind()) {
        socket.listen();
        connect(path);
      }
    } finally {
      Unistd.close(directory);
    }
  }

  @Test
  void theDirectoryIsLockedForTheMomentAlone() {
    int directory = Fcntl.open(folder.toString(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
    try (UnixListenSocket socket = bind()) {
      assertEquals(0, File.flock(directory, File.LOCK_EX | File.LOCK_NB));
      socket.listen();
    } finally {
      Unistd.close(directory);
    }
  }

  @Test
  void whatIsNoSocketIsNeverRemoved() throws IOException {
    byte[] content = {1, 2, 3};
    Files.write(path, content);
    String told = assertThrows(StartupException.class, this::bind).getMessage();
    assertTrue(told.contains("no socket"), told);
    assertArrayEquals(content, Files.readAllBytes(path));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertThrows(StartupException.class, () -> bind(link.toString(), 0700));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void aPathThatIsTooLongIsRefusedWithTheCure() {
    String told =
        assertThrows(StartupException.class, () -> bind("/tmp/" + "x".repeat(103), 0700))
            .getMessage();
    assertTrue(told.contains("107 bytes") && told.contains("shorter"), told);
  }

  @Test
  void anAbstractNameIsRefusedAsItHasNoPermissions() {
    String told =
        assertThrows(StartupException.class, () -> bind("@gannet", 0700)).getMessage();
    assertTrue(told.contains("./@gannet"), told);
  }

  @Test
  void aDirectoryThatIsNotThereIsToldWithTheCure() {
    LinuxException told =
        assertThrows(
            LinuxException.class, () -> bind(folder.resolve("no/g.sock").toString(), 0700));
    assertTrue(told.cure().contains("make the directory"), told.cure());
  }

  @ParameterizedTest
  @CsvSource({"700, rwx------, 0", "777, rwxrwxrwx, 077", "660, rw-rw----, 022"})
  void theFileHasItsPermissionsBeforeAnybodyCanConnect(String mask, String told, String umask)
      throws IOException {
    int before = Stat.umask(Integer.parseInt(umask, 8));
    try (UnixListenSocket socket = bind(path.toString(), Integer.parseInt(mask, 8))) {
      assertEquals(told, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertEquals(Integer.parseInt(umask, 8), Stat.umask(before), "the mask was not given back");
      socket.listen();
    } finally {
      Stat.umask(before);
    }
  }

  /** Who may connect is often settled by a script that runs once the file is there. */
  @Test
  void itsFileGoesWithItThoughItsPermissionsWereChanged() throws IOException {
    try (UnixListenSocket socket = bind()) {
      socket.listen();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwx---"));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void anotherThatWasPutInItsPlaceIsLeftThere() throws IOException {
    try (UnixListenSocket old = bind()) {
      Files.move(path, folder.resolve("moved"));
      try (UnixListenSocket next = bind()) {
        next.listen();
        old.retire();
        connect(path);
      }
      assertFalse(Files.exists(path));
    }
  }
}
