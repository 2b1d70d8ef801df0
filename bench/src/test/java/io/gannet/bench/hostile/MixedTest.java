package io.gannet.bench.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import io.gannet.bench.observe.ServerWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * After any traffic, with any mix of the table's clients, all is given back, and the store is as it
 * is told. How soon the neighbour was answered meanwhile is no question here.
 */
class MixedTest {
  private static final List<Long> SEEDS = List.of(3L, System.nanoTime());

  @Test
  void segcacheGivesAllBack() throws Exception {
    everythingIsGivenBack("segcache");
  }

  @Test
  void twemcacheGivesAllBack() throws Exception {
    everythingIsGivenBack("twemcache");
  }

  private static void everythingIsGivenBack(String product) throws Exception {
    try (ServerProcess server = ServerProcess.gannet(product, "--memory", "64MiB")) {
      InetSocketAddress admin =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.adminPort());
      ServerWatch watch =
          ServerWatch.of(server.address(), Protocol.MEMCACHED, server.pid(), Optional.of(admin));
      for (long seed : SEEDS) {
        Episode episode = new Siege(Duration.ZERO, Duration.ofSeconds(1)).run(mixed(seed),
            new GivenVenue(product, watch));
        String told = "seed " + seed + ": " + episode.wrongs() + "\n" + server.log();
        assertTrue(episode.recoveryMs().isPresent(), told);
        Set<String> faults = new HashSet<>(episode.seen().orElseThrow().faults().keySet());
        faults.remove("no answer");
        assertEquals(Set.of(), faults, told);
        String walk = walk(server);
        assertTrue(walk.contains("\"good\" : true"), told + walk);
      }
    }
  }

  private static Case mixed(long seed) {
    return Cases.all(seed).stream()
        .filter(one -> one.name().equals("mixed"))
        .findFirst()
        .orElseThrow();
  }

  private static String walk(ServerProcess server) throws IOException, InterruptedException {
    URI page = URI.create("http://127.0.0.1:" + server.adminPort() + "/walk");
    HttpRequest request = HttpRequest.newBuilder(page).POST(BodyPublishers.noBody()).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return response.body();
  }
}
