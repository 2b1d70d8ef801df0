package io.gannet.bench.beside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A cache for one client at a time, in plain Java, which misbehaves at the request it is told. */
final class CacheOfLines implements AutoCloseable {
  /** What it does then. */
  enum Fault { NONE, LIE, CLOSE, SILENCE, REFUSE, PAUSE }

  static final long PAUSE_MS = 500;

  private final ServerSocket socket;
  private final Fault fault;
  private final int at;
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private int requests;

  /** {@code at}: the number of the request that it does not answer as it should, from 1. */
  CacheOfLines(Fault fault, int at) {
    this.fault = fault;
    this.at = at;
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::run, "cache-of-lines");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  private void run() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        OutputStream out = client.getOutputStream();
        String line = in.readLine();
        while (line != null && answer(line.split(" "), in, out)) {
          line = in.readLine();
        }
      } catch (IOException e) {
        // It was closed, here or there.
      }
    }
  }

  private boolean answer(String[] words, BufferedReader in, OutputStream out) throws IOException {
    boolean isSet = words[0].equals("set");
    String given = isSet ? in.readLine() : "";
    String answer = isSet ? "STORED\r\n" : value(words[1]);
    if (++requests == at) {
      switch (fault) {
        case NONE -> { }
        case LIE -> answer = answer.replaceAll("\\d{10}", "0000000000");
        case CLOSE -> {
          return false;
        }
        case SILENCE -> answer = "";
        case PAUSE -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        case REFUSE -> answer = "SERVER_ERROR out of memory storing object\r\n";
      }
    }
    if (answer.startsWith("STORED")) {
      values.put(words[1], given);
    }
    out.write(answer.getBytes(US_ASCII));
    return true;
  }

  private String value(String key) {
    String value = values.get(key);
    return value == null
        ? "END\r\n"
        : "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
