package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ten million requests under a collector that never collects: a worker that allocated as little as
 * eight bytes a request would fill the heap and end the process.
 */
class AllocationWireTest {
  private static final int REQUESTS = 10_000_000;

  /** Some 65 MiB are taken by the start, and what the interpreter leaves behind on its way. */
  private static final int HEAP_MIB = 112;

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

  @Test
  void tenMillionRequestsAllocateNothing() {
    String value = "x".repeat(64);
    String requests =
        ("get here\r\nget absent\r\nset here 0 0 64\r\n" + value + "\r\nget here\r\n")
            .repeat(DEPTH / 4);
    String hit = "VALUE here 0 64\r\n" + value + "\r\nEND\r\n";
    String replies = (hit + "END\r\nSTORED\r\n" + hit).repeat(DEPTH / 4);
    try (ServerProcess server =
            ServerProcess.start(
                epsilon(HEAP_MIB),
                "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB");
        Client client = server.connect()) {
      client.send("set here 0 0 64\r\n" + value + "\r\n").expect("STORED\r\n");
      exchange(client, requests.getBytes(ISO_8859_1), replies.getBytes(ISO_8859_1));
      assertTrue(server.isAlive(), server::errors);
      assertEquals(0, server.terminate().awaitExit());
    }
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
