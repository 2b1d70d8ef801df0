package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.klog.LogBlock;
import io.gannet.server.klog.LogInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten million requests under a collector that never collects: a worker that allocated as little as
 * eight bytes a request would fill the heap and end the process.
 */
class AllocationWireTest {
  private static final int REQUESTS = 10_000_000;

  /**
   * Some 75 MiB are taken by the start, and by what the interpreter leaves behind on its way. What
   * is left is less than 76 MiB, eight bytes a request, and more than chance takes: each thread
   * that runs once has 4 MiB of its own, and the compilers come and go.
   */
  private static final int HEAP_MIB = 128;

  /** Each further worker takes so many at its start, most of them for its connections. */
  private static final int WORKER_MIB = 36;

  /** The log's: its writer's start, and a little for each of some 40 files. */
  private static final int LOG_MIB = 12;

  private static final int SCRAPES = 2_000;

  /** Each connection sends so many at once, and waits for the replies. */
  private static final int DEPTH = 1000;

  /** A heap of so many MiB; each thread takes 4 of them to begin with. */
  private static List<String> epsilon(int heapMib) {
    return List.of(
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+UseEpsilonGC",
        "-Xms" + heapMib + "m",
        "-Xmx" + heapMib + "m",
        "-Xlog:disable");
  }

  /** With two workers half of the keys are the other's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tenMillionRequestsAllocateNothing(int workers) {
    tenMillionRequestsAllocateNothing(workers, List.of());
  }

  /** The writer allocates nothing for a request, and a little for each file. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void norDoTheyWhenTheyAreLogged(int workers, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("klog");
    tenMillionRequestsAllocateNothing(
        workers, List.of("--klog", file.toString(), "--klog-size", "16MiB", "--klog-keep", "1"));
    try (LogInput log = LogInput.open(file)) {
      LogBlock.Item item = log.next();
      while (item == LogBlock.Item.PEER) {
        item = log.next();
      }
      assertEquals(LogBlock.Item.REQUEST, item);
    }
  }

  @Test
  void norDoTheyWhenTheyAreTimedFromWireToWire() {
    tenMillionRequestsAllocateNothing(1, List.of("--wire-sample", "1"));
  }

  /** Each of them is: the worker notes it, and who tells of them makes a few KiB a second. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void norDoTheyWhenTheyAreSlow(int workers) {
    tenMillionRequestsAllocateNothing(workers, List.of("--slow-us", "0"));
  }

  private static void tenMillionRequestsAllocateNothing(int workers, List<String> further) {
    String value = "x".repeat(64);
    StringBuilder requests = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    for (int i = 0; i < DEPTH / 4; i++) {
      String set = "set here" + i + " 0 0 64\r\n" + value + "\r\n";
      String hit = "VALUE here" + i + " 0 64\r\n" + value + "\r\nEND\r\n";
      requests.append(set).append("get here" + i + "\r\nget absent" + i + "\r\n");
      requests.append("get here" + i + "\r\n");
      replies.append("STORED\r\n").append(hit).append("END\r\n").append(hit);
    }
    allocatesNothing(
        workers,
        further,
        client ->
            exchange(
                client,
                requests.toString().getBytes(ISO_8859_1),
                replies.toString().getBytes(ISO_8859_1)));
  }

  private static void allocatesNothing(
      int workers, List<String> further, Consumer<Client> talk) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB"));
    words.addAll(List.of("--workers", Integer.toString(workers)));
    words.addAll(further);
    int heapMib = HEAP_MIB + (workers - 1) * WORKER_MIB + (further.contains("--klog") ? LOG_MIB : 0);
    try (ServerProcess server =
            ServerProcess.start(
                epsilon(heapMib), words.toArray(String[]::new));
        Client client = server.connect()) {
      assertDoesNotThrow(() -> talk.accept(client), server::errors);
      assertTrue(server.isAlive(), server::errors);
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  /** What is stored anew has another token each time: so that is quiet, and the rest stays. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tenMillionPacketsAllocateNothing(int workers) {
    String value = "x".repeat(64);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    int replyBytes = 0;
    for (int i = 0; i < DEPTH / 4; i++) {
      kept.writeBytes(Packet.store(0x11, i, "kept" + i, value));
      requests.writeBytes(Packet.store(0x11, i, "here" + i, value));
      requests.writeBytes(Packet.keyed(0x09, i, "absent" + i));
      requests.writeBytes(Packet.keyed(0x0c, i, "absent" + i));
      requests.writeBytes(Packet.keyed(0x0d, i, "kept" + i));
      replyBytes += Packet.HEAD_BYTES + ("absent" + i).length();
      replyBytes += Packet.HEAD_BYTES + Integer.BYTES + ("kept" + i + value).length();
    }
    int bytes = replyBytes;
    allocatesNothing(
        workers,
        List.of(),
        client -> {
          client.send(kept.toByteArray()).send(requests.toByteArray());
          exchange(client, requests.toByteArray(), client.receiveBytes(bytes));
        });
  }

  /**
   * A collection stops the worker. Beside the start's 84 MiB there is room for 75 KiB a scrape,
   * twice its page.
   */
  @Test
  void scrapingTheMetricsAllocatesLittleMoreThanItsReplies() throws IOException {
    try (ServerProcess server =
        ServerProcess.start(
            epsilon(232), "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB")) {
      URL page = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics").toURL();
      for (int i = 0; i < SCRAPES; i++) {
        String after = "after " + i + ": ";
        assertDoesNotThrow(() -> assertScraped(page), () -> after + server.errors());
      }
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  private static void assertScraped(URL page) throws IOException {
    try (InputStream in = page.openStream()) {
      assertTrue(in.readAllBytes().length > 1_000);
    }
  }

  private static void exchange(Client client, byte[] requests, byte[] replies) {
    for (int done = 0; done < REQUESTS; done += DEPTH) {
      client.send(requests);
      assertArrayEquals(replies, client.receiveBytes(replies.length));
    }
  }
}
