package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real memcached on a free loopback port, if one is installed. */
final class Memcached implements AutoCloseable {
  private static final String TURN_END = "MN\r\n";
  private static final int TIMEOUT_MS = 10_000;

  private final Process process;
  private final int port;

  private Memcached(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "memcached")));
  }

  static Memcached start() throws IOException, InterruptedException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                "memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", "" + port, "-t", "1", "-o",
                "no_lru_crawler,no_lru_maintainer")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // if the test is given up
    Memcached memcached = new Memcached(process, port);
    for (int tries = 0; tries < 500 && process.isAlive(); tries++) {
      try {
        memcached.connect().close();
        return memcached;
      } catch (IOException notYet) {
        Thread.sleep(10);
      }
    }
    memcached.close();
    throw new IOException("memcached does not answer on port " + port);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Holds one conversation on a connection of its own; returns all replies. */
  String talk(List<String> turns) throws IOException {
    StringBuilder replies = new StringBuilder();
    try (Socket socket = connect()) {
      for (String turn : turns.subList(0, turns.size() - 1)) {
        send(socket, turn.replace("@CAS@", Conversations.lastCas(replies.toString())) + "mn\r\n");
        replies.append(receiveTurn(socket));
      }
      String last = turns.getLast().replace("@CAS@", Conversations.lastCas(replies.toString()));
      Thread sender = new Thread(() -> sendAndShut(socket, last)); // neither side may block
      sender.start();
      replies.append(receiveAll(socket));
      sender.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return replies.toString();
  }

  /** Says all of it on a connection of its own; returns all replies. */
  byte[] talk(byte[] said) throws IOException {
    return talk(List.of(new String(said, ISO_8859_1))).getBytes(ISO_8859_1);
  }

  /** Begins a conversation in packets. */
  Talk begin() throws IOException {
    return new Talk(connect());
  }

  /** A conversation in packets in which what is said depends on what was replied. */
  record Talk(Socket socket) implements AutoCloseable {
    private static final int HEAD_BYTES = 24;
    private static final int BODY_LENGTH = 8;
    private static final int OPAQUE = 12;

    /** Says something; returns the replies up to that to the request of the last opaque. */
    byte[] say(byte[] said, int lastOpaque) throws IOException {
      socket.getOutputStream().write(said);
      ByteArrayOutputStream replies = new ByteArrayOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
      do {
        in.readFully(head.array());
        byte[] body = new byte[head.getInt(BODY_LENGTH)];
        in.readFully(body);
        replies.writeBytes(head.array());
        replies.writeBytes(body);
      } while (head.getInt(OPAQUE) != lastOpaque);
      return replies.toByteArray();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void sendAndShut(Socket socket, String text) {
    try {
      send(socket, text);
      socket.shutdownOutput();
    } catch (IOException closedByMemcached) {
      // as after quit
    }
  }

  private static String receiveTurn(Socket socket) throws IOException {
    StringBuilder replies = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!replies.toString().endsWith(TURN_END)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed in the middle of a turn");
      }
      replies.append((char) next);
    }
    return replies.substring(0, replies.length() - TURN_END.length());
  }

  private static String receiveAll(Socket socket) throws IOException {
    ByteArrayOutputStream replies = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(replies);
    } catch (java.net.SocketException closedWithInputUnread) {
      // what was received before stands
    }
    return replies.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
