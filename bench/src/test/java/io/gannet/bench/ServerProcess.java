package io.gannet.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as a process of its own, as a person would start it, on a port of 127.0.0.1. */
public final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_SEC = 30;
  private static final long POLL_MS = 20;

  private final Process process;
  private final Path log;
  private int port;
  private int adminPort;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Gannet, from the class path or module path of the test: {@code gannet("pingserver")}. */
  public static ServerProcess gannet(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-ea", "-XX:+UseSerialGC", "-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", path(), "io.gannet.server.cli.Main"));
    command.addAll(List.of(words));
    int adminPort = freePort();
    command.addAll(List.of("--port", "0", "--admin-port", Integer.toString(adminPort)));
    ServerProcess server = start(command, true);
    server.adminPort = adminPort;
    return server;
  }

  /** What a JVM needs to find all of it. */
  public static String path() {
    Stream<String> paths =
        Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
            .map(System::getProperty)
            .filter(Objects::nonNull)
            .filter(path -> !path.isEmpty());
    return String.join(File.pathSeparator, paths.toList());
  }

  /** memcached with these further words. */
  public static ServerProcess memcached(String... words) {
    return onFreePort(
        words, "memcached", "-l", "127.0.0.1", "-t", "1", "-U", "0", "-u", "nobody", "-p");
  }

  /** Redis with these further words; it keeps nothing. */
  public static ServerProcess redis(String... words) {
    return onFreePort(
        words, "redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port");
  }

  /** Whether there is such a program on the PATH. */
  public static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static ServerProcess onFreePort(String[] words, String... first) {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(first));
    command.add(Integer.toString(port));
    command.addAll(List.of(words));
    ServerProcess server = start(command, false);
    server.port = port;
    server.awaitPort();
    return server;
  }

  /** A port that was free a moment ago. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerProcess start(List<String> command, boolean saysReady) {
    try {
      Path log = Files.createTempFile("server", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      if (!saysReady) {
        builder.redirectOutput(log.toFile());
      }
      ServerProcess server = new ServerProcess(builder.start(), log);
      if (saysReady) {
        server.awaitReady();
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gannet's first line ends with its address. */
  private void awaitReady() throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String ready = out.readLine();
    if (ready == null) {
      String why = log();
      close();
      throw new IllegalStateException("the server did not start: " + why);
    }
    port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
  }

  private void awaitPort() {
    for (int i = 0; i < PATIENCE_SEC * 1000 / POLL_MS && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(address());
        return;
      } catch (IOException e) {
        sleep();
      }
    }
    String why = log();
    close();
    throw new IllegalStateException("nobody listens on " + port + ": " + why);
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where Gannet answers HTTP; 0 for others. */
  public int adminPort() {
    return adminPort;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** What it wrote so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly();
      process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
