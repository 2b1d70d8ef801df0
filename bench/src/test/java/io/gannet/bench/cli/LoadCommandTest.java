package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From words to files, against real servers. */
class LoadCommandTest {
  @TempDir Path folder;

  private static void require(String program) {
    if (!ServerProcess.isInstalled(program)) {
      String message = program + " is missing";
      if (System.getenv("CI") != null) {
        fail(message);
      }
      abort(message);
    }
  }

  /** A short run; returns its JSON. */
  private String load(ServerProcess server, String... words) throws IOException {
    return load("127.0.0.1:" + server.port(), words);
  }

  private String load(String target, String... words) throws IOException {
    Path json = folder.resolve("run.json");
    List<String> all = new ArrayList<>(
        List.of("load", "--target", target, "--duration", "700ms",
            "--warm-up", "200ms", "--connections", "4", "--keys", "1k", "--json", json.toString()));
    all.addAll(List.of(words));
    Words run = Words.bench(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("throughput"), run.out());
    String text = Files.readString(json);
    assertTrue(text.contains("\"errors\" : 0,"), text);
    assertTrue(text.contains("\"server_cpu_us_per_request\" : "), text);
    assertTrue(number(text, "requests_per_second") > 100, text);
    assertTrue(number(text, "p50") > 0, text);
    return text;
  }

  private static double number(String json, String name) {
    String rest = json.substring(json.indexOf("\"" + name + "\" : ") + name.length() + 5);
    return Double.parseDouble(rest.split("[,\\s}]")[0]);
  }

  @Test
  void aPingserverIsLoadedAndItsRingIsCounted() throws IOException {
    try (ServerProcess server = ServerProcess.gannet("pingserver", "--no-warm-up")) {
      String json = load(server, "--protocol", "ping", "--depth", "4");
      assertTrue(json.contains("\"misses\" : 0,"), json);
      assertTrue(number(json, "server_enters_per_request") > 0, json);
      assertTrue(number(json, "server_cqes_per_enter") > 0, json);
      assertTrue(json.contains("\"server_jvm\" : \""), json);
    }
  }

  /** Its process and its admin are found by the path. */
  @Test
  void aServerAtAUnixSocketIsLoadedBesideANeighbour() throws IOException {
    String path = folder.resolve("g.sock").toString();
    String[] words = {
      "segcache", "--memory", "64MiB", "--no-warm-up", "--unix-socket", path, "--host", "127.0.0.1"
    };
    try (ServerProcess server = ServerProcess.gannet(words)) {
      assertTrue(server.port() > 0);
      String json = load("unix:" + path, "--beside", "--mix", "get=90,set=10");
      assertTrue(json.contains("\"target\" : \"unix:" + path + "\""), json);
      assertTrue(json.contains("\"peer\" : \"Gannet segcache\""), json);
      assertTrue(number(json, "server_enters_per_request") > 0, json);
    }
  }

  @Test
  void memcachedIsLoadedAtARateAndEveryFileIsWritten() throws IOException {
    require("memcached");
    try (ServerProcess server = ServerProcess.memcached()) {
      List<String> words = new ArrayList<>(List.of("--rate", "2k", "--progress", "plain"));
      for (String form : List.of("html", "hgrm", "csv")) {
        words.addAll(List.of("--" + form, folder.resolve("run." + form).toString()));
      }
      String json = load(server, words.toArray(String[]::new));
      assertTrue(json.contains("\"slip_us\" : {"), json);
      assertTrue(json.contains("\"peer\" : \"memcached 1."), json);
      assertTrue(json.contains("\"hit_ratio\" : 1,"), json);
      for (String form : List.of("html", "hgrm", "csv")) {
        assertTrue(Files.size(folder.resolve("run." + form)) > 100, form);
      }
    }
  }

  @Test
  void metaCommandsAndDeletesAreUnderstoodByMemcached() throws IOException {
    require("memcached");
    try (ServerProcess server = ServerProcess.memcached()) {
      load(server, "--protocol", "meta", "--mix", "get=80,set=10,delete=10", "--fill-on-miss");
    }
  }

  @Test
  void aCacheLibFolderSaysWhatIsAsked() throws IOException {
    require("memcached");
    Files.writeString(folder.resolve("config.json"), """
        {"test_config": {"numKeys": 5000, "enableLookaside": true,
          "keySizeRange": [20, 40], "keySizeRangeProbability": [1.0],
          "valSizeRange": [100, 200], "valSizeRangeProbability": [1.0],
          "popularityBuckets": [100, 4900], "popularityWeights": [70, 30],
          "getRatio": 0.8, "loneGetRatio": 0.1, "setRatio": 0.1}}
        """);
    try (ServerProcess server = ServerProcess.memcached()) {
      String json = load(server, "--cachelib", folder.toString());
      assertTrue(json.contains("1000 keys of 20 to 39 (mean 30) bytes"), json);
      assertTrue(json.contains("10 % for keys asked once, get 90 set 10, a miss is"), json);
      assertTrue(number(json, "fills") > 0, json);
    }
  }

  @Test
  void redisIsLoaded() throws IOException {
    require("redis-server");
    try (ServerProcess server = ServerProcess.redis()) {
      String json = load(server, "--protocol", "resp", "--popularity", "zipf:0.99");
      assertTrue(json.contains("\"peer\" : \"Redis "), json);
    }
  }

  @Test
  void aTraceIsReplayedToItsEnd() throws IOException {
    require("memcached");
    Path trace = folder.resolve("trace.txt");
    Files.writeString(trace, "1\n2\n3\n1\n2\n3\n1\n4\n");
    Path json = folder.resolve("replay.json");
    try (ServerProcess server = ServerProcess.memcached()) {
      Words run = Words.bench("replay", "--trace", trace.toString(), "--format", "keys",
          "--target", "127.0.0.1:" + server.port(), "--connections", "1",
          "--json", json.toString());
      assertEquals(0, run.code(), run.err());
      String text = Files.readString(json);
      assertTrue(text.contains("\"mode\" : \"replay\""), text);
      assertTrue(text.contains("\"hits\" : 4,"), text);
      assertTrue(text.contains("\"misses\" : 4,"), text);
      assertTrue(text.contains("\"fills\" : 4,"), text);
    }
  }
}
