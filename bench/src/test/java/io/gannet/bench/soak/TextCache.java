package io.gannet.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache of text in plain Java, one thread a client, that may have been made a liar. */
final class TextCache implements AutoCloseable {
  /** What is wrong with it. */
  enum Fault { NONE, TELLS_THE_FIRST, KEEPS_THE_DELETED, COUNTS_TWICE, FALLS_SILENT }

  /** It is honest up to here, so that a lie is one among truths. */
  private static final int HONEST = 200;

  private final ServerSocket socket;
  private final Fault fault;
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();
  private volatile int requests;

  TextCache(Fault fault) throws IOException {
    this.fault = fault;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      OutputStream out = client.getOutputStream();
      for (String line = line(in); line != null; line = line(in)) {
        byte[] answer = answer(line.split(" "), in);
        out.write(answer);
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).strip();
  }

  private synchronized byte[] answer(String[] words, DataInputStream in) throws IOException {
    boolean lies = ++requests > HONEST;
    return switch (words[0]) {
      case "set" -> set(words, in, lies);
      case "get" -> get(words, lies);
      case "delete" -> {
        boolean keeps = lies && fault == Fault.KEEPS_THE_DELETED;
        boolean found = keeps ? values.containsKey(words[1]) : values.remove(words[1]) != null;
        yield text(found ? "DELETED" : "NOT_FOUND");
      }
      case "touch" -> text(values.containsKey(words[1]) ? "TOUCHED" : "NOT_FOUND");
      case "incr" -> text(count(words[1], Long.parseLong(words[2]), lies));
      default -> text("ERROR");
    };
  }

  private byte[] set(String[] words, DataInputStream in, boolean lies) throws IOException {
    byte[] value = new byte[Integer.parseInt(words[4])];
    in.readFully(value);
    in.readFully(new byte[2]);
    if (!words[3].equals("0")) {
      values.remove(words[1]); // its deadline has come at once
    } else if (lies && fault == Fault.TELLS_THE_FIRST) {
      values.putIfAbsent(words[1], value);
    } else {
      values.put(words[1], value);
    }
    return text("STORED");
  }

  private byte[] get(String[] words, boolean lies) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int i = 1; i < words.length; i++) {
      byte[] value = values.get(words[i]);
      if (value != null) {
        answer.writeBytes(text("VALUE " + words[i] + " 0 " + value.length));
        answer.writeBytes(value);
        answer.writeBytes(text(""));
      }
    }
    answer.writeBytes(text("END"));
    return lies && fault == Fault.FALLS_SILENT ? new byte[0] : answer.toByteArray();
  }

  private String count(String key, long delta, boolean lies) {
    byte[] value = values.get(key);
    if (value == null) {
      return "NOT_FOUND";
    }
    long times = lies && fault == Fault.COUNTS_TWICE ? 2 : 1;
    String sum = Long.toString(Long.parseLong(new String(value, ISO_8859_1)) + times * delta);
    values.put(key, sum.getBytes(ISO_8859_1));
    return sum;
  }

  private static byte[] text(String line) {
    return (line + "\r\n").getBytes(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
