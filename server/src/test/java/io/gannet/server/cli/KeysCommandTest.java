package io.gannet.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code gannet keys} against a server whose words are known. */
class KeysCommandTest {
  private static final String ONE =
      "key=a%20b exp=-1 la=17 cas=1 fetch=no cls=1 size=50 flags=0 ";

  private static final String TWO =
      "key=c exp=99 la=18 cas=2 fetch=yes cls=7 size=51 flags=5 ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new Command(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(),
            List.of(), (product, configuration) -> null)
        .run(args);
  }

  /** Runs against a server that answers its first line so, and hangs up. */
  private int ask(String answer, String... more) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(10_000);
      Thread serving = new Thread(() -> serve(server, answer));
      serving.start();
      String[] args = new String[more.length + 3];
      args[0] = "keys";
      args[1] = "--server";
      args[2] = "127.0.0.1:" + server.getLocalPort();
      System.arraycopy(more, 0, args, 3, more.length);
      int code = run(args);
      serving.join(10_000);
      return code;
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      byte[] asked = socket.getInputStream().readNBytes("lru_crawler metadump all\r\n".length());
      boolean right = new String(asked, UTF_8).equals("lru_crawler metadump all\r\n");
      socket.getOutputStream().write((right ? answer : "WRONG\r\n").getBytes(UTF_8));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String told() {
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void itemsAreColumns() throws Exception {
    assertEquals(Command.OK, ask("OK\r\n" + ONE + "\n" + TWO + "\nEND\r\n"));
    assertEquals(
        """
        key\texp\tla\tcas\tfetch\tcls\tsize\tflags
        a%20b\t-1\t17\t1\tno\t1\t50\t0
        c\t99\t18\t2\tyes\t7\t51\t5
        """,
        told());
  }

  @Test
  void rowsAreAsTheServerHasThem() throws Exception {
    assertEquals(Command.OK, ask(ONE + "\n" + TWO + "\nEND\r\n", "--rows", "--limit", "1"));
    assertEquals(ONE.strip() + "\n", told());
  }

  @Test
  void whatEndsEarlyOrIsNoListIsAFailure() throws Exception {
    assertEquals(Command.FAILED, ask("OK\r\n" + ONE + "\n"));
    assertEquals(Command.FAILED, ask("ERROR metadump not allowed\r\n"));
    String wrong = err.toString(UTF_8);
    assertTrue(wrong.contains("hung up after 1 items"), wrong);
    assertTrue(wrong.contains("ERROR metadump not allowed"), wrong);
  }

  @Test
  void wrongWordsAreMisuse() {
    assertEquals(Command.MISUSED, run("keys", "--limit", "0"));
    assertEquals(Command.MISUSED, run("keys", "--server"));
    assertEquals(Command.MISUSED, run("keys", "--server=nowhere"));
    assertEquals(Command.MISUSED, run("keys", "more"));
    assertEquals(Command.OK, run("keys", "--help"));
  }
}
