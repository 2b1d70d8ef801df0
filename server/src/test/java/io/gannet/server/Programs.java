package io.gannet.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of others, as a shell finds them. */
public final class Programs {
  private static final long PATIENCE_SEC = 60;

  private Programs() {}

  /**
   * What became of one.
   *
   * @param exit its code
   * @param output what it printed, to stderr too
   */
  public record Ran(int exit, String output) {}

  /** Where a program of that name is, if there is one. */
  public static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether there is one of that name. */
  public static boolean isInstalled(String name) {
    return find(name).isPresent();
  }

  /** A port that was free a moment ago, for one that can't choose its own. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Begins one that goes on; the caller ends it. */
  public static Process start(Path output, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Runs one to its end, for a minute at most. */
  public static Ran run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = start(output, command);
    if (!process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command[0] + " did not end");
    }
    return new Ran(process.exitValue(), Files.readString(output, UTF_8));
  }
}
