package io.gannet.server.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TcpListenSocketTest {
  private static TcpListenSocket bind(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new ListenAddress.Tcp("127.0.0.1", loopback, port).bind(16);
  }

  private static void assertTaken(int port) {
    LinuxException taken = assertThrows(LinuxException.class, () -> bind(port).close());
    assertEquals(Errno.EADDRINUSE, taken.errno());
    assertTrue(taken.cure().contains("choose another --port"), taken.cure());
  }

  @Test
  void aPortIsTakenBeforeAnyoneListens() {
    try (TcpListenSocket first = bind(0)) {
      assertTaken(first.port());
    }
  }

  /** Bound to and never listened at: nobody reaches it. */
  @Test
  void whatIsNotLoopbackIsOpenToOthers() throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    try (TcpListenSocket here = bind(0);
        TcpListenSocket any = new ListenAddress.Tcp("0.0.0.0", everywhere, 0).bind(1)) {
      assertFalse(here.isOpenToOthers());
      assertTrue(any.isOpenToOthers());
    }
  }

  @Test
  void theKernelTellsWhoWaitsToBeAccepted() throws IOException {
    TcpListenSocket listening = bind(0);
    try (listening) {
      listening.listen();
      assertEquals(new ListenSocket.Queue(0, 16), listening.queue());
      try (Socket one = new Socket("127.0.0.1", listening.port());
          Socket other = new Socket("127.0.0.1", listening.port())) {
        assertTrue(one.isConnected() && other.isConnected());
        assertEquals(new ListenSocket.Queue(2, 16), listening.queue());
      }
    }
    assertEquals(ListenSocket.Queue.UNKNOWN, listening.queue(), "who has its number now?");
  }

  @Test
  void aPortIsTakenWhileSomeoneListens() {
    try (TcpListenSocket first = bind(0)) {
      first.listen();
      assertTaken(first.port());
    }
  }

  @Test
  void connectionsThatLingerKeepNobodyFromThePortButTwoStillDoNotShareIt() throws IOException {
    int port;
    try (TcpListenSocket before = bind(0)) {
      port = before.port();
      before.listen();
      try (Socket client = new Socket("127.0.0.1", port)) {
        assertTrue(client.isConnected());
      }
    }
    leaveInTimeWait(port);
    try (TcpListenSocket again = bind(port)) {
      assertTaken(port);
      again.listen();
      try (Socket client = new Socket("127.0.0.1", port)) {
        assertTrue(client.isConnected());
      }
    }
  }

  /** Who closes first lingers: here the side of the port. */
  private static void leaveInTimeWait(int port) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress("127.0.0.1", port));
      try (Socket client = new Socket("127.0.0.1", port)) {
        server.accept().close();
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }
}
