package io.gannet.ffi.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTest {
  private static int socket(int domain) {
    int type = Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC;
    return (int) LinuxException.check(
        Socket.socket(domain, type, 0), "socket", "");
  }

  @Test
  void boundPortIsToldAndReachedByJava() throws IOException {
    int fd = socket(Socket.AF_INET);
    SockaddrIn address = SockaddrIn.loopback(0);
    assertEquals(0, Socket.bind(fd, address));
    assertEquals(0, Socket.listen(fd, 8));
    assertEquals(0, Socket.getsockname(fd, address));
    assertTrue(address.port() > 0);
    assertEquals("127.0.0.1:" + address.port(), address.toString());
    try (var client = new java.net.Socket(InetAddress.getLoopbackAddress(), address.port())) {
      int accepted = Socket.accept4(fd, 0);
      SockaddrIn peer = new SockaddrIn();
      assertEquals(0, Socket.getpeername(accepted, peer));
      assertEquals(client.getLocalPort(), peer.port());
      SockaddrIn again = new SockaddrIn();
      MemorySegment length = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
      assertEquals(0, Socket.getpeername(accepted, again, length));
      assertEquals(peer.toString(), again.toString());
      Unistd.close(accepted);
    }
    Unistd.close(fd);
  }

  @Test
  void optionsAreSetAndRead() {
    int fd = socket(Socket.AF_INET);
    int level = Socket.IPPROTO_TCP;
    int name = Socket.TCP_NODELAY;
    assertEquals(0, Socket.getsockopt(fd, level, name));
    assertEquals(0, Socket.setsockopt(fd, level, name, 1));
    assertEquals(1, Socket.getsockopt(fd, level, name));
    assertEquals(-Errno.ENOPROTOOPT, Socket.setsockopt(fd, level, 9999, 1));
    Unistd.close(fd);
  }

  @Test
  void secondBindOfAPortIsRefused() {
    int one = socket(Socket.AF_INET);
    int two = socket(Socket.AF_INET);
    SockaddrIn address = SockaddrIn.loopback(0);
    assertEquals(0, Socket.bind(one, address));
    Socket.getsockname(one, address);
    assertEquals(-Errno.EADDRINUSE, Socket.bind(two, address));
    Unistd.close(one);
    Unistd.close(two);
  }

  @Test
  void javaAddressesBecomeThoseOfC() throws IOException {
    InetAddress v4 = InetAddress.getByAddress(new byte[] {10, 1, 2, (byte) 200});
    assertEquals("10.1.2.200:11211", Sockaddr.of(new InetSocketAddress(v4, 11211)).toString());
    InetAddress v6 = InetAddress.getByName("::1");
    assertEquals("[0:0:0:0:0:0:0:1]:65535",
        Sockaddr.of(new InetSocketAddress(v6, 65535)).toString());
    assertThrows(IllegalArgumentException.class,
        () -> Sockaddr.of(InetSocketAddress.createUnresolved("nowhere", 1)));
  }

  @Test
  void unixSocketIsBoundByItsPath(@TempDir Path directory) {
    int fd = socket(Socket.AF_UNIX);
    SockaddrUn address = new SockaddrUn(directory.resolve("s").toString());
    assertEquals(0, Socket.bind(fd, address));
    assertEquals(0, Socket.listen(fd, 1));
    int client = socket(Socket.AF_UNIX);
    assertEquals(0, Socket.connect(client, address));
    Unistd.close(client);
    Unistd.close(fd);
    assertThrows(IllegalArgumentException.class, () -> new SockaddrUn("x".repeat(108)));
  }

  @Test
  void anAddressOfAnyFamilyIsToldApart() throws IOException {
    int fd = socket(Socket.AF_INET6);
    SockaddrStorage any = new SockaddrStorage();
    InetAddress v6 = InetAddress.getByName("::1");
    assertEquals(0, Socket.bind(fd, Sockaddr.of(new InetSocketAddress(v6, 0))));
    assertEquals(0, Socket.getsockname(fd, any));
    assertEquals(Socket.AF_INET6, any.family());
    assertEquals(0, any.in6().addressHigh());
    assertEquals(1, any.in6().addressLow());
    assertEquals("[0:0:0:0:0:0:0:1]:" + any.in6().port(), any.toString());
    Unistd.close(fd);
    int[] pair = new int[2];
    assertEquals(0, Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM, 0, pair));
    assertEquals(0, Socket.getpeername(pair[0], any));
    assertEquals(Socket.AF_UNIX, any.family());
    Unistd.close(pair[0]);
    Unistd.close(pair[1]);
  }

  /** A datagram socket connects to no stream: so it asks without disturbing who listens. */
  @Test
  void whoIsBoundIsToldFromWhoIsGone(@TempDir Path directory) {
    int fd = socket(Socket.AF_UNIX);
    int asking = Socket.socket(Socket.AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    SockaddrUn address = new SockaddrUn(directory.resolve("s").toString());
    assertEquals(-Errno.ENOENT, Socket.connect(asking, address));
    assertEquals(0, Socket.bind(fd, address));
    assertEquals(-Errno.EPROTOTYPE, Socket.connect(asking, address));
    Unistd.close(fd);
    assertEquals(-Errno.ECONNREFUSED, Socket.connect(asking, address));
    Unistd.close(asking);
  }

  @Test
  void theMaskIsSetAndTheOneBeforeTold() {
    int before = Stat.umask(0177);
    assertEquals(0177, Stat.umask(before));
    assertEquals(before, Stat.umask(before));
  }
}
