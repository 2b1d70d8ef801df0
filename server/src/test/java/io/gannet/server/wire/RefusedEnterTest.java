package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kernel that refuses every fifth io_uring_enter(2), of all rings of the process: what was not
 * submitted goes with the next one, as it was, and nobody gets what is another's. strace(1) stands
 * in for the kernel.
 */
class RefusedEnterTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final int CLIENTS = 20;
  private static final int GETS = 30;
  private static final int VALUE_BYTES = 3000;

  @ParameterizedTest
  @ValueSource(strings = {"EAGAIN", "EBUSY", "ENOMEM", "EINTR"})
  void whatIsNotSubmittedGoesWithTheNext(String errno, @TempDir Path folder) throws IOException {
    serveInSpiteOf("io_uring_enter:error=" + errno + ":when=40+5", "io_uring", folder);
  }

  /** Over epoll: waits that a signal ends, and sockets that take nothing just now. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoll_pwait,epoll_pwait2:error=EINTR:when=5+2",
        "sendto,sendmsg:error=EAGAIN:when=40+5"
      })
  void whatIsInterruptedOrNotTakenGoesOn(String injection, @TempDir Path folder)
      throws IOException {
    serveInSpiteOf(injection, "epoll", folder);
  }

  /** Before 5.11, or by a filter that is older: there is no wait in nanoseconds. */
  @Test
  void whereThereIsNoFinerWaitACoarserOneWillDo(@TempDir Path folder) throws IOException {
    long refused = serve("epoll_pwait2:error=ENOSYS", "epoll", folder);
    assertTrue(refused > 0, "refused none");
  }

  private static void serveInSpiteOf(String injection, String transport, Path folder)
      throws IOException {
    long refused = serve(injection, transport, folder);
    assertTrue(refused > 10, "refused only " + refused);
  }

  /** Serves many clients; how many calls were refused. */
  private static long serve(String injection, String transport, Path folder) throws IOException {
    assumeTrue(Files.isExecutable(STRACE), "strace is not installed");
    Path trace = folder.resolve("trace");
    String calls = injection.substring(0, injection.indexOf(':'));
    List<String> strace =
        List.of(
            STRACE.toString(), "-D", "-f", "--seccomp-bpf", "-qq", "-o", trace.toString(),
            "-e", "trace=" + calls, "-e", "inject=" + injection);
    String[] words = {
      "segcache", "--port", "0", "--admin-port", "0", "--no-warm-up", "-m", "16",
      "--transport", transport
    };
    try (ServerProcess server = ServerProcess.startBy(strace, List.of(), words)) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String set = "set k" + i + " 0 0 " + VALUE_BYTES + "\r\n" + value(i) + "\r\n";
        clients.add(server.connect().send(set).expect("STORED\r\n"));
      }
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.get(i).send(("get k" + i + "\r\n").repeat(GETS));
        }
        for (int i = 0; i < CLIENTS; i++) {
          String reply = "VALUE k" + i + " 0 " + VALUE_BYTES + "\r\n" + value(i) + "\r\nEND\r\n";
          clients.get(i).expect(reply.repeat(GETS));
        }
      }
      clients.forEach(Client::close);
      assertTrue(server.isAlive(), server::errors);
      assertFalse(server.errors().contains("Exception"), server::errors);
      return Files.readString(trace).lines().filter(l -> l.contains("INJECTED")).count();
    }
  }

  private static String value(int client) {
    return Character.toString('a' + client).repeat(VALUE_BYTES);
  }
}
