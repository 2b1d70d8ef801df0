package io.gannet.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server in the README is compiled as it stands there, run, and talked to. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final int MAX_LINES = 45;
  private static final int MAX_TRIES = 200;

  @TempDir Path directory;

  @Test
  void echoServerEchoesAndPrintsNothing() throws Exception {
    compile(block());
    int port = freePort();
    Path printed = directory.resolve("printed");
    Process server = start(port, printed);
    try {
      for (int connection = 0; connection < 3; connection++) {
        try (Socket client = connect(port, server)) {
          echo(client, connection);
        }
      }
    } finally {
      server.destroy();
      assertTrue(server.waitFor(10, TimeUnit.SECONDS));
    }
    assertEquals("", Files.readString(printed));
  }

  /** In pieces of many sizes, below and above that of a buffer. */
  private static void echo(Socket client, int seed) throws IOException {
    Random random = new Random(seed);
    InputStream in = client.getInputStream();
    for (int bytes : new int[] {1, 100, 4096, 4097, 60_000}) {
      byte[] sent = new byte[bytes];
      random.nextBytes(sent);
      client.getOutputStream().write(sent);
      byte[] back = in.readNBytes(bytes);
      assertEquals(
          new String(sent, StandardCharsets.ISO_8859_1),
          new String(back, StandardCharsets.ISO_8859_1));
    }
    client.shutdownOutput();
    assertEquals(-1, in.read());
  }

  private static String block() throws IOException {
    Path readme = Path.of(System.getProperty("basedir", "."), "README.md");
    Matcher matcher = BLOCK.matcher(Files.readString(readme));
    assertTrue(matcher.find(), "README.md has a block of Java");
    String block = matcher.group(1);
    assertTrue(block.lines().count() <= MAX_LINES, "short enough to be read");
    return block;
  }

  private void compile(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("Echo.java"), source);
    int result = ToolProvider.findFirst("javac").orElseThrow().run(
        System.out, System.err,
        "-p", modulePath(), "--add-modules", "io.gannet.ffi", "-Xlint:all", "-Werror",
        "-d", directory.toString(), file.toString());
    assertEquals(0, result);
  }

  private Process start(int port, Path printed) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
        java.toString(), "-XX:+UseSerialGC", "-p", modulePath(), "--add-modules", "io.gannet.ffi",
        "--enable-native-access=io.gannet.ffi", "-ea", "-cp", directory.toString(), "Echo",
        Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(printed.toFile())
        .start();
  }

  private static String modulePath() {
    return Path.of(System.getProperty("basedir", "."), "target", "classes").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Socket connect(int port, Process server) throws Exception {
    for (int tries = 0; tries < MAX_TRIES && server.isAlive(); tries++) {
      try {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(10_000);
        return client;
      } catch (ConnectException e) {
        Thread.sleep(50); // not listening yet
      }
    }
    throw new AssertionError("the server does not listen");
  }
}
