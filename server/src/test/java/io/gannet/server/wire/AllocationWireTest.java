package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten million requests under a collector that never collects: a worker that allocated as little as
 * eight bytes a request would fill the heap and end the process.
 */
class AllocationWireTest {
  private static final int REQUESTS = 10_000_000;

  /** Some 65 MiB are taken by the start, and what the interpreter leaves behind on its way. */
  private static final int HEAP_MIB = 112;

  /** Each further worker takes so many at its start, most of them for its connections. */
  private static final int WORKER_MIB = 16;

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
        client ->
            exchange(
                client,
                requests.toString().getBytes(ISO_8859_1),
                replies.toString().getBytes(ISO_8859_1)));
  }

  private static void allocatesNothing(int workers, Consumer<Client> talk) {
    try (ServerProcess server =
            ServerProcess.start(
                epsilon(HEAP_MIB + (workers - 1) * WORKER_MIB),
                "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB",
                "--workers", Integer.toString(workers));
        Client client = server.connect()) {
      talk.accept(client);
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
        client -> {
          client.send(kept.toByteArray()).send(requests.toByteArray());
          exchange(client, requests.toByteArray(), client.receiveBytes(bytes));
        });
  }

  /** A collection stops the worker. There is room for 60 KiB a scrape, three times its page. */
  @Test
  void scrapingTheMetricsAllocatesLittleMoreThanItsReplies() throws IOException {
    try (ServerProcess server =
        ServerProcess.start(
            epsilon(192), "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB")) {
      URL page = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics").toURL();
      for (int i = 0; i < SCRAPES; i++) {
        String after = "after " + i;
        assertTrue(server.isAlive(), () -> after + server.errors());
        try (InputStream in = page.openStream()) {
          assertTrue(in.readAllBytes().length > 1_000);
        }
      }
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  private static void exchange(Client client, byte[] requests, byte[] replies) {
    for (int done = 0; done < REQUESTS; done += DEPTH) {
      client.send(requests);
      assertArrayEquals(replies, client.receiveBytes(replies.length));
    }
  }
}
