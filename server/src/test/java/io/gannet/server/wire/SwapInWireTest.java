package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Identity;
import io.gannet.ffi.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was started in memcached's words, as a process of its own. */
class SwapInWireTest {
  private static final String LOGIN = "set x 0 0 7\r\nfoo bar\r\n";

  private static final String[] FORGETS_NOTHING = {"--no-evict", "--wait-timeout", "0"};

  private static ServerProcess start(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--admin-port";
    all[words.length + 1] = "0";
    all[words.length + 2] = "--no-warm-up";
    all[words.length + 3] = "-m8";
    return ServerProcess.start(List.of("-XX:+UseSerialGC"), all);
  }

  @Test
  void itStartsFromDebiansFileAndSaysWhatMeansNothing(@TempDir Path folder) throws IOException {
    Path pid = folder.resolve("pid");
    Path conf =
        Files.writeString(
            folder.resolve("memcached.conf"),
            "-d\nlogfile /var/log/memcached.log\n-m 64\n-p 0\n-l 127.0.0.1\n-P " + pid + "\n");
    try (ServerProcess server = start("--memcached-conf", conf.toString());
        Client client = server.connect()) {
      assertTrue(server.errors().contains(conf + ":1: -d: stays in the foreground"));
      assertEquals(server.pid() + "\n", Files.readString(pid));
      client.send("set a 0 0 1\r\nx\r\nget a\r\n").expect("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
      assertEquals(0, server.terminate().awaitExit());
      assertFalse(Files.exists(pid), "its process id is nobody's");
    }
  }

  @Test
  void usr1EndsItInOrder(@TempDir Path folder) {
    Path pid = folder.resolve("pid");
    try (ServerProcess server = start("-p", "-1", "-P" + pid);
        Client client = server.connect()) {
      client.send("version\r\n").expect("VERSION 1.6.18\r\n");
      for (int i = 0; server.isAlive() && i < 600; i++) { // ignored until it is heard
        server.signal(Signal.SIGUSR1);
        pause();
      }
      assertEquals(0, server.awaitExit());
      assertFalse(Files.exists(pid));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void usersAreAskedForAndReadAgainWhenItHangsUp(@TempDir Path folder) throws IOException {
    Path users = Files.writeString(folder.resolve("users"), "foo:bar\n");
    try (ServerProcess server = start("-p", "-1", "-Y", users.toString());
        Client known = server.connect();
        Client stranger = server.connect()) {
      known.send(LOGIN + "set a 0 0 1\r\nx\r\n").expect("STORED\r\nSTORED\r\n");
      stranger.send("get a\r\n").expect("CLIENT_ERROR unauthenticated\r\n");
      Files.writeString(users, "nonsense\n");
      awaitWord(server, users + ": there is nobody", "line 1 is no user:password");
      stranger.send(LOGIN).expect("STORED\r\n");
      Files.writeString(users, "foo:new\nmore:x\n");
      awaitWord(server, users + ": 2 users", users + ": 2 users");
      try (Client other = server.connect()) {
        other.send(LOGIN).expect("CLIENT_ERROR authentication failure\r\n");
        other.send("set x 0 0 7\r\nfoo new\r\nget a\r\n")
            .expect("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
      }
      known.send("get a\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  private static void awaitWord(ServerProcess server, String one, String other) {
    for (int i = 0; !server.errors().contains(one) && !server.errors().contains(other); i++) {
      assertTrue(i < 100, server.errors());
      server.signal(Signal.SIGHUP);
      pause();
    }
  }

  @Test
  void rootBecomesAUserAndAnyoneElseIsToldThatOnlyRootDoes(@TempDir Path folder)
      throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (ServerProcess server = start("-p", "-1", "-u", "nobody");
        Client client = server.connect()) {
      client.send("version\r\n").expect("VERSION 1.6.18\r\n");
      String status = Files.readString(Path.of("/proc", "" + server.pid(), "status"));
      boolean root = Identity.geteuid() == 0;
      assertEquals(root, !status.contains("Uid:\t0\t") && status.contains("Uid:\t65534\t65534"));
      assertEquals(!root, server.errors().contains("--user nobody: only root becomes another"));
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  @Test
  void aFullServerThatForgetsNothingRefusesAtOnce() {
    String value = "x".repeat(8192);
    try (RunningServer server = RunningServer.start("segcache", FORGETS_NOTHING);
        Client client = server.connect()) {
      int stored = 0;
      String reply = "STORED";
      for (; reply.equals("STORED"); stored++) {
        client.send("set k" + stored + " 0 0 8192\r\n" + value + "\r\n");
        reply = client.receiveLine();
      }
      assertEquals("SERVER_ERROR out of memory storing object", reply);
      for (int i = 0; i < stored - 1; i++) {
        client.send("get k" + i + "\r\n").expect("VALUE k" + i + " 0 8192\r\n" + value
            + "\r\nEND\r\n");
      }
    }
  }
}
