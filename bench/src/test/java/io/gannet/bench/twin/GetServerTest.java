package io.gannet.bench.twin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The get servers in C, one thread or several: what one answers, the others answer. */
class GetServerTest {
  private static final String MEMORY = "memory_mib=16";
  private static final int VALUE_BYTES_MAX = 1 << 20;
  private static final int SEED = 11;
  private static final int CLIENTS = 8;

  @TempDir static Path folder;

  @BeforeAll
  static void build() throws Exception {
    CServer.build(folder, "get_uring");
    CServer.build(folder, "get_epoll");
    CServer.build(folder, "get_locked");
  }

  private static CServer start(String name) throws IOException {
    return name.equals("get_locked")
        ? CServer.start(folder.resolve(name), MEMORY, "threads=2", "shards=1")
        : CServer.start(folder.resolve(name), MEMORY);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String receive(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  private static void expect(Socket socket, String request, String reply) throws IOException {
    send(socket, request);
    assertEquals(reply, receive(socket, reply.length()));
  }

  private static String set(String key, String value) {
    return "set " + key + " 7 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private static String value(String key, String value) {
    return "VALUE " + key + " 7 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void whatIsStoredIsFoundUntilItIsDeletedOrExpires(String name) throws Exception {
    try (CServer server = start(name); Socket client = server.connect()) {
      expect(client, "get a\r\n", "END\r\n");
      expect(client, set("a", "one"), "STORED\r\n");
      expect(client, "get a\r\n", value("a", "one"));
      expect(client, set("a", ""), "STORED\r\n");
      expect(client, "get a\r\n", value("a", ""));
      expect(client, "delete a\r\n", "DELETED\r\n");
      expect(client, "delete a\r\nget a\r\n", "NOT_FOUND\r\nEND\r\n");
      expect(client, "set a 0 -1 1\r\nx\r\nget a\r\n", "STORED\r\nEND\r\n");
      expect(client, "set a 0 0 1 noreply\r\nx\r\nget a\r\n", "VALUE a 0 1\r\nx\r\nEND\r\n");
      send(client, "version\r\nquit\r\nget a\r\n");
      assertEquals("VERSION 0\r\n", receive(client, Integer.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void badLinesAreAnsweredAndTheNextIsUnderstood(String name) throws Exception {
    try (CServer server = start(name); Socket client = server.connect()) {
      String bad = "CLIENT_ERROR bad command line format\r\n";
      String longKey = "k".repeat(251);
      for (String line : new String[] {"", " ", "bogus", "get", "get a b", "set a 0 0", "\0"}) {
        expect(client, line + "\r\n", "ERROR\r\n");
      }
      expect(client, "get " + longKey + "\r\n", bad);
      expect(client, "set " + longKey + " 0 0 1\r\n", bad);
      expect(client, "set a 0 0 -1\r\nset a x 0 1\r\nset a 0 0 99999999999\r\n", bad.repeat(3));
      expect(client, "x".repeat(20_000) + "\r\n", "ERROR\r\n");
      expect(client, "set a 0 0 2\r\nxyz\r\n", "CLIENT_ERROR bad data chunk\r\nERROR\r\n");
      expect(client, "get a\r\n", "END\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void anyCutGivesTheSameReplies(String name) throws Exception {
    String requests = set("a", "one\r\ntwo") + "get a\r\nget b\r\nbogus\r\ndelete a\r\nget a\r\n"
        + "set c 7 0 1 noreply\r\nx\r\nget c\r\nset d 0 0 1\r\nxx\r\n" + "y".repeat(600)
        + "\r\nversion\r\n";
    String replies = "STORED\r\n" + value("a", "one\r\ntwo") + "END\r\nERROR\r\nDELETED\r\nEND\r\n"
        + value("c", "x") + "CLIENT_ERROR bad data chunk\r\nERROR\r\nERROR\r\nVERSION 0\r\n";
    try (CServer server = start(name); Socket client = server.connect()) {
      // Of the bad data chunk "xx\r\n" three bytes are read; "\n" is an empty line, an ERROR.
      expect(client, requests, replies);
      for (int cut = 1; cut < requests.length(); cut++) {
        send(client, requests.substring(0, cut));
        if (cut % 16 == 0) {
          Thread.sleep(1); // else the two parts may travel as one
        }
        send(client, requests.substring(cut));
        assertEquals(replies, receive(client, replies.length()), "cut at " + cut);
      }
      for (int i = 0; i < requests.length(); i++) {
        send(client, requests.substring(i, i + 1));
      }
      assertEquals(replies, receive(client, replies.length()), "cut everywhere");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void pipelinesAreAnsweredInOrderAsAModelSays(String name) throws Exception {
    Random random = new Random(SEED);
    Map<String, String> model = new HashMap<>();
    try (CServer server = start(name); Socket client = server.connect();
        Socket other = server.connect()) {
      for (int round = 0; round < 40; round++) {
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
          converse(random, model, requests, replies);
        }
        send(client, requests.toString());
        assertEquals(replies.toString(), receive(client, replies.length()),
            "round " + round + " of seed " + SEED);
        expect(other, "version\r\n", "VERSION 0\r\n");
      }
    }
  }

  private static void converse(
      Random random, Map<String, String> model, StringBuilder requests, StringBuilder replies) {
    String key = "key" + random.nextInt(2000);
    switch (random.nextInt(5)) {
      case 0 -> {
        String value = "v".repeat(random.nextInt(200));
        model.put(key, value);
        requests.append(set(key, value));
        replies.append("STORED\r\n");
      }
      case 1 -> {
        requests.append("delete ").append(key).append("\r\n");
        replies.append(model.remove(key) == null ? "NOT_FOUND\r\n" : "DELETED\r\n");
      }
      default -> {
        requests.append("get ").append(key).append("\r\n");
        replies.append(model.containsKey(key) ? value(key, model.get(key)) : "END\r\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void whatDoesNotFitIsRefused(String name) throws Exception {
    try (CServer server = start(name); Socket client = server.connect()) {
      String largest = "x".repeat(VALUE_BYTES_MAX);
      expect(client, set("a", largest), "STORED\r\n");
      expect(client, "get a\r\n", value("a", largest));
      expect(client, set("a", largest + "x"), "SERVER_ERROR object too large for cache\r\n");
      int stored = 1;
      String reply = "STORED\r\n";
      while (reply.equals("STORED\r\n") && stored < 100) {
        send(client, set("k" + stored++, largest));
        reply = receive(client, 8);
      }
      String refusal = "SERVER_ERROR out of memory storing object\r\n";
      assertEquals(refusal, reply + receive(client, refusal.length() - reply.length()));
      expect(client, "delete a\r\n", "DELETED\r\n");
      expect(client, set("again", largest), "STORED\r\n");
      expect(client, "get again\r\n", value("again", largest));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_uring", "get_epoll", "get_locked"})
  void clientsThatLeaveOrDoNotReadHarmNobody(String name) throws Exception {
    try (CServer server = start(name); Socket client = server.connect()) {
      expect(client, set("a", "x".repeat(100_000)), "STORED\r\n");
      for (int i = 0; i < 50; i++) {
        try (Socket leaving = server.connect()) {
          send(leaving, "set b 0 0 500000\r\n" + "y".repeat(i * 1000));
        }
      }
      try (Socket deaf = server.connect()) {
        send(deaf, "get a\r\n".repeat(300));
        expect(client, "get b\r\n", "END\r\n");
      }
      byte[] noise = new byte[200_000];
      new Random(SEED).nextBytes(noise);
      try (Socket noisy = server.connect()) {
        noisy.getOutputStream().write(noise);
      }
      expect(client, "get a\r\n", value("a", "x".repeat(100_000)));
    }
  }

  /** Clients of any thread find what those of any other have stored, whatever others do. */
  @Test
  void threadsShareOneTable() throws Exception {
    Path program = folder.resolve("get_locked");
    try (CServer server = CServer.start(program, "threads=3", "memory_mib=64");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket reader = server.connect()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        ends.add(threads.submit(() -> storeAndGet(server, number)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      for (int i = 0; i < CLIENTS; i++) {
        expect(reader, "get c" + i + ":7\r\n", value("c" + i + ":7", "v" + i));
      }
    }
  }

  private static Void storeAndGet(CServer server, int number) throws IOException {
    String value = "v" + number;
    try (Socket client = server.connect()) {
      for (int round = 0; round < 200; round++) {
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 20; i++) {
          String key = "c" + number + ":" + i;
          requests.append(set(key, value)).append("get ").append(key).append("\r\n");
          requests.append(set("shared" + i, value)).append("delete none\r\n");
          replies.append("STORED\r\n").append(value(key, value)).append("STORED\r\n");
          replies.append("NOT_FOUND\r\n");
        }
        expect(client, requests.toString(), replies.toString());
      }
    }
    return null;
  }
}
