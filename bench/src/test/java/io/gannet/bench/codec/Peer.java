package io.gannet.bench.codec;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server of somebody else's, as long as a test needs it. */
final class Peer implements AutoCloseable {
  private static final int TRIES = 200;
  private static final long PAUSE_MS = 25;

  private final Process process;
  private final InetSocketAddress address;

  private Peer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  static Peer memcached() throws IOException {
    return start("memcached", "-U", "0", "-t", "1", "-m", "64", "-l", "127.0.0.1", "-p");
  }

  static Peer redis() throws IOException {
    return start(
        "redis-server", "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--port");
  }

  /** The last word of the command is followed by the port. */
  private static Peer start(String... command) throws IOException {
    int port = freePort();
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, find(command[0]).toString());
    words.add(Integer.toString(port));
    if (command[0].equals("memcached") && System.getProperty("user.name").equals("root")) {
      words.addAll(1, List.of("-u", "root"));
    }
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Peer(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path find(String name) {
    for (String path : System.getenv("PATH").split(":")) {
      Path file = Path.of(path, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    String message = name + " is missing: apt-get install " + name;
    return System.getenv("CI") != null ? fail(message) : abort(message);
  }

  SocketChannel connect() throws IOException, InterruptedException {
    IOException last = null;
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try {
        return SocketChannel.open(address);
      } catch (IOException e) {
        last = e;
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    }
    throw new IOException("no connection to " + address, last);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }
}
