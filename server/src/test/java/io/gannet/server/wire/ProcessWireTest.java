package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a server is to its host, and its host to it, seen from outside the process. */
class ProcessWireTest {
  private static final String[] IMPATIENT = {
    "segcache", "--port", "0", "--admin-port", "0", "--no-warm-up", "-m", "64",
    "--value-timeout", "2", "--send-timeout", "2", "--idle-timeout", "2"
  };

  @Test
  void theServersOfTheseTestsHaveTheirAssertsOn() throws IOException {
    try (ServerProcess server = ServerProcess.start(List.of(), IMPATIENT)) {
      String words = Files.readString(Path.of("/proc", "" + server.pid(), "cmdline"));
      assertTrue(List.of(words.split("\0")).contains("-ea:io.gannet..."), words);
    }
  }

  @Test
  void noMemoryIsPinnedThatNoOperationUses() throws IOException {
    try (ServerProcess server = ServerProcess.start(List.of(), IMPATIENT);
        Client client = server.connect()) {
      client.send("set k 0 0 1\r\nx\r\n").expect("STORED\r\n");
      String status = Files.readString(Path.of("/proc", "" + server.pid(), "status"));
      assertTrue(Pattern.compile("VmPin:\\s+0 kB").matcher(status).find(), status);
    }
  }

  /** A process that is stopped, by a signal or by its host, blames no client for it. */
  @Test
  void whoeverWasConnectedGoesOnAfterThePause() throws InterruptedException {
    String value = "v".repeat(900_000);
    try (ServerProcess server = ServerProcess.start(List.of(), IMPATIENT);
        Client idle = server.connect();
        Client sending = server.connect();
        Client reading = Client.connect(server.port(), 16 * 1024)) {
      idle.send("version\r\n").receiveLine();
      sending.send("set v 0 0 900000\r\n" + value + "\r\n").expect("STORED\r\n");
      reading.send("get v\r\n".repeat(8));
      reading.receive(100_000);
      sending.send("set w 0 0 100000\r\n" + "w".repeat(50_000));
      server.signal(Signal.SIGSTOP);
      Thread.sleep(4_000);
      server.signal(Signal.SIGCONT);
      idle.send("version\r\n").receiveLine();
      sending.send("w".repeat(50_000) + "\r\n").expect("STORED\r\n");
      String reply = "VALUE v 0 900000\r\n" + value + "\r\nEND\r\n";
      int left = 8 * reply.length() - 100_000;
      assertEquals(left, reading.receiveBytes(left).length);
    }
  }
}
