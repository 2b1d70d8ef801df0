package io.gannet.server.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What became of {@code ./gannet}, started by other commands on a host that a test made up; with its
 * asserts on.
 */
final class Started implements AutoCloseable {
  private static final long PATIENCE_MS = 180_000;
  private static final long POLL_MS = 20;
  private static final int REPLY_MS_MAX = 30_000;

  private final Process process;
  private final Path out;
  private final Path err;

  private Started(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it on free ports, which words may override.
   *
   * @param by the commands that become it in turn, as {@code setpriv …}
   */
  static Started gannet(
      BuiltTree tree, List<String> by, Map<String, String> environment, String... words)
      throws IOException {
    Path out = Files.createTempFile("gannet", ".out");
    Path err = Files.createTempFile("gannet", ".err");
    List<String> command = new ArrayList<>(by);
    command.add(tree.launcher().toString());
    command.addAll(List.of(words));
    for (String port : List.of("--port", "--admin-port")) {
      if (!command.contains(port)) {
        command.addAll(List.of(port, "0"));
      }
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("GANNET_AOT", "off"); // a training takes seconds
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("GANNET_JAVA_OPTS", "-ea:io.gannet...");
    builder.environment().putAll(environment);
    return new Started(builder.start(), out, err);
  }

  long pid() {
    return process.pid();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Waits for its "ready", and has it keep a value. */
  Started serves() throws Exception {
    assertTrue(isReadyInTheEnd(), "not ready; stderr: " + err());
    try (Socket client = connect()) {
      client.setSoTimeout(REPLY_MS_MAX);
      String reply = "STORED\r\nVALUE key 0 5\r\nvalue\r\nEND\r\n";
      client.getOutputStream().write("set key 0 0 5\r\nvalue\r\nget key\r\n".getBytes(US_ASCII));
      byte[] bytes = client.getInputStream().readNBytes(reply.length());
      assertEquals(reply, new String(bytes, US_ASCII));
    }
    return this;
  }

  /** False if it ends, or takes too long. */
  boolean isReadyInTheEnd() throws Exception {
    for (long ms = 0; !isReady() && process.isAlive() && ms < PATIENCE_MS; ms += POLL_MS) {
      Thread.sleep(POLL_MS);
    }
    return isReady();
  }

  private boolean isReady() throws IOException {
    return Files.readString(out).matches("ready .*\n");
  }

  Socket connect() throws IOException {
    String ready = Files.readString(out).strip();
    return new Socket("127.0.0.1", Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)));
  }

  /** Waits until it has ended with 1 and a cure, and nothing on stdout; answers with what it said. */
  String isRefused() throws Exception {
    assertTrue(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS), "runs; stderr: " + err());
    assertEquals(1, process.exitValue(), err());
    assertEquals("", Files.readString(out));
    assertTrue(err().contains("\n  cure: "), err());
    return err();
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
    Files.delete(out);
    Files.delete(err);
  }
}
