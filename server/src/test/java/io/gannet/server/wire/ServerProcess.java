package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Signal;
import io.gannet.server.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server as a process of its own, as a person would start it, with the modules under test, and
 * with its asserts on: what it must not come to ends a worker, and with it the server.
 */
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_SEC = 60;
  private static final int POLLS_MAX = 3_000;
  private static final long POLL_MS = 10;

  private static final Pattern ADMIN = Pattern.compile("admin on http://127\\.0\\.0\\.1:([0-9]+)");

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private String ready = "";

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts it with these further flags of the JVM and waits until it is ready or has ended. */
  static ServerProcess start(List<String> jvmFlags, String... words) {
    return startBy(List.of(), jvmFlags, words);
  }

  /** The same, by a program that then becomes the server. */
  static ServerProcess startBy(List<String> launcher, List<String> jvmFlags, String... words) {
    return start(launcher, jvmFlags, Main.class, Transports.with(words));
  }

  /** A server of a test's own, by its class, which is among the tests. */
  static ServerProcess start(Class<?> main, String... words) {
    List<String> patch = List.of("--patch-module", "io.gannet.server=target/test-classes");
    return start(List.of(), patch, main, List.of(words));
  }

  private static ServerProcess start(
      List<String> launcher, List<String> jvmFlags, Class<?> main, List<String> words) {
    try {
      Path errors = Files.createTempFile("gannet", ".err");
      List<String> command = new ArrayList<>(launcher);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-ea:io.gannet...");
      command.addAll(jvmFlags);
      command.add("--enable-native-access=io.gannet.ffi");
      command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
      command.addAll(List.of("-m", "io.gannet.server/" + main.getName()));
      command.addAll(words);
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      ServerProcess server = new ServerProcess(process, errors);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    String line = out.readLine();
    ready = line == null ? "" : line;
  }

  /** Its first line on stdout, or "" if it ended without one. */
  String ready() {
    return ready;
  }

  int port() {
    return Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
  }

  Client connect() {
    return Client.connect(port());
  }

  /** What it writes to stdout behind that line, up to its end. */
  String furtherOutput() {
    return out.lines().collect(Collectors.joining("\n"));
  }

  /** The kernel's name of its thread of this name. */
  int tid(String threadName) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(threadName)) {
          return Integer.parseInt(task.getFileName().toString());
        }
      }
      throw new IllegalStateException("no thread " + threadName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many descriptors it has open. */
  int descriptors() {
    return descriptorNumbers().size();
  }

  /** The highest of its descriptors. */
  int descriptorMax() {
    return descriptorNumbers().stream().max(Integer::compare).orElseThrow();
  }

  private List<Integer> descriptorNumbers() {
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return all.map(one -> Integer.valueOf(one.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its thread of this name has run. */
  long cpuNs(String threadName) {
    Path task = Path.of("/proc", "" + process.pid(), "task", "" + tid(threadName));
    try {
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its thread of this name is stopped by a tracer. */
  boolean isTraced(String threadName) {
    Path task = Path.of("/proc", "" + process.pid(), "task", "" + tid(threadName));
    try {
      return Files.readString(task.resolve("stat")).contains("(" + threadName + ") t ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its banner says that epoll carries its bytes. */
  boolean isOverEpoll() {
    return errors().contains("ring:   epoll");
  }

  /** Where its banner says that the admin is. */
  int adminPort() {
    Matcher port = ADMIN.matcher(errors());
    if (!port.find()) {
      throw new IllegalStateException("no admin in " + errors());
    }
    return Integer.parseInt(port.group(1));
  }

  /** A page of the admin's. */
  String admin(String path) {
    URI uri = URI.create("http://127.0.0.1:" + adminPort() + path);
    try (InputStream page = uri.toURL().openStream()) {
      return new String(page.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal. */
  ServerProcess signal(int signal) {
    LinuxException.check(Signal.kill((int) process.pid(), signal), "kill(2)", "");
    return this;
  }

  /** Waits until stderr has this. */
  void awaitError(String text) {
    for (int i = 0; !errors().contains(text); i++) {
      if (i == POLLS_MAX) {
        throw new IllegalStateException("no '" + text + "' in " + errors());
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** All it wrote to stderr so far. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  ServerProcess terminate() {
    return signal(Signal.SIGTERM); // Process.destroy would close its stdout, too
  }

  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS)) {
        throw new IllegalStateException("did not end: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
