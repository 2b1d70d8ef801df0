package io.gannet.bench.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of src/main/c, built for the test with every check that the compiler offers. */
final class CServer implements AutoCloseable {
  private static final int PATIENCE_SEC = 60;
  private static final int READ_MS = 10_000;
  private static final Path SOURCES = sources();

  private final Process process;
  private final Path errors;
  private final int port;

  private CServer(Process process, Path errors, int port) {
    this.process = process;
    this.errors = errors;
    this.port = port;
  }

  private static Path sources() {
    Path here = Path.of("src/main/c");
    return Files.isDirectory(here) ? here : Path.of("bench").resolve(here);
  }

  /** Compiles {@code name} into {@code folder}, with the sanitizers if they are installed. */
  static Path build(Path folder, String name) throws Exception {
    if (run(folder, List.of("gcc", "--version")) != 0) {
      String message = "gcc is missing: apt-get install gcc";
      return System.getenv("CI") != null ? fail(message) : abort(message);
    }
    List<String> plain = List.of("gcc", "-O1", "-g", "-std=c17", "-Wall", "-Wextra", "-Werror",
        "-pthread", "-o", folder.resolve(name).toString(), SOURCES.resolve(name + ".c").toString(),
        "-lm");
    List<String> checked = new ArrayList<>(plain);
    checked.addAll(List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
    if (run(folder, checked) != 0) {
      assertEquals(0, run(folder, plain), () -> read(folder.resolve("build.log")));
    }
    return folder.resolve(name);
  }

  private static int run(Path folder, List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("build.log").toFile())
              .start();
      assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), "the compiler hangs");
      return process.exitValue();
    } catch (IOException e) {
      return -1; // there is no such program
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static CServer start(Path program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "port=0"));
    command.addAll(List.of(options));
    Path errors = program.resolveSibling(program.getFileName() + ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader();
    String ready = out.readLine();
    if (ready == null || !ready.matches("ready (127\\.0\\.0\\.1:[0-9]+|unix:.+)")) {
      process.destroyForcibly();
      fail(ready + "\n" + read(errors));
    }
    String place = ready.substring(ready.indexOf(':') + 1);
    return new CServer(process, errors, ready.contains("unix:") ? 0 : Integer.parseInt(place));
  }

  int port() {
    return port;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MS);
    return socket;
  }

  /** Ends it; it must have been alive, and a sanitizer must have had nothing to say. */
  @Override
  public void close() throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroy();
    assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS));
    assertTrue(alive, () -> "it died: " + read(errors));
    assertEquals("", read(errors));
  }
}
