package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Signal;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrUn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told of a service of {@code Type=notify} with a watchdog: sd_notify(3). */
@Timeout(180)
class SdNotifyWireTest {
  private static final String WATCHDOG_US = "400000";
  private static final int PINGS = 3;

  private static ServerProcess start(String socket, String... further) {
    List<String> launcher = new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + socket));
    launcher.addAll(List.of(further));
    return ServerProcess.startBy(
        launcher,
        List.of("-ea"),
        "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB");
  }

  private static void isToldFromReadyToTheEnd(Sockaddr address, String name) throws Exception {
    try (DatagramSocket manager = new DatagramSocket(address);
        ServerProcess server = start(name, "WATCHDOG_USEC=" + WATCHDOG_US);
        Client client = server.connect()) {
      String ready = manager.upTo("READY=1").getFirst();
      assertEquals("READY=1\nSTATUS=serving on 127.0.0.1:" + server.port(), ready);
      for (int i = 0; i < PINGS; i++) {
        assertEquals(List.of("WATCHDOG=1"), manager.upTo("WATCHDOG=1"));
      }
      assertEquals("END\r\n", client.send("get nobody\r\n").receive(5));
      assertEquals(0, server.terminate().awaitExit());
      assertEquals("STOPPING=1", manager.upTo("STOPPING=1").getLast());
    }
  }

  @Test
  void aSocketInTheFileSystemIsTold(@TempDir Path folder) throws Exception {
    String name = folder.resolve("notify").toString();
    isToldFromReadyToTheEnd(new SockaddrUn(name), name);
  }

  @Test
  void aSocketInTheAbstractNamespaceIsTold() throws Exception {
    String name = "gannet-test-" + ProcessHandle.current().pid();
    isToldFromReadyToTheEnd(SockaddrUn.ofAbstract(name), "@" + name);
  }

  /** The variables of another process, as a shell that was started so hands them on. */
  @Test
  void aWatchdogOfAnotherProcessIsNotOurs(@TempDir Path folder) throws Exception {
    String name = folder.resolve("notify").toString();
    try (DatagramSocket manager = new DatagramSocket(new SockaddrUn(name));
        ServerProcess server = start(name, "WATCHDOG_USEC=1000", "WATCHDOG_PID=1")) {
      manager.upTo("READY=1");
      assertEquals(0, server.terminate().awaitExit());
      assertEquals(List.of("STOPPING=1"), manager.upTo("STOPPING=1"));
      assertNull(manager.poll());
    }
  }

  @Test
  void aManagerThatIsNotThereIsToldOnceAndTheServerServes(@TempDir Path folder) {
    String name = folder.resolve("nobody").toString();
    try (ServerProcess server = start(name, "WATCHDOG_USEC=20000");
        Client client = server.connect()) {
      assertEquals("END\r\n", client.send("get nobody\r\n").receive(5));
      server.signal(Signal.SIGUSR1);
      assertEquals("END\r\n", client.send("get nobody\r\n").receive(5));
      assertEquals(0, server.terminate().awaitExit());
      String errors = server.errors();
      assertTrue(errors.contains("NOTIFY_SOCKET: connect to unix:"), errors);
      assertEquals(2, errors.split("NOTIFY_SOCKET", -1).length, errors);
    }
  }
}
