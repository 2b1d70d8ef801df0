package io.gannet.engine.process.memcache;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What requests count, as literals of memcached 1.6.18. */
class CountedAsMemcachedTest {
  private static final List<String> NAMES =
      List.of(
          "cmd_get", "cmd_set", "cmd_touch", "get_hits", "get_misses", "touch_hits",
          "touch_misses", "total_items", "incr_hits", "decr_hits");

  @EachSubject
  void eachRequestCountsWhatItCountsThere(Subject subject) {
    Harness client = client(subject);
    counts(client, "set n 5 0 1\r\n5\r\n", Map.of("cmd_set", 1, "total_items", 1));
    counts(client, "gat 100 n\r\n", Map.of("cmd_touch", 1, "touch_hits", 1));
    counts(
        client, "gats 100 n m\r\n", Map.of("cmd_touch", 2, "touch_hits", 1, "touch_misses", 1));
    counts(client, "touch n 5\r\n", Map.of("cmd_touch", 1, "touch_hits", 1));
    counts(client, "gat -1 m\r\n", Map.of("cmd_touch", 1, "touch_misses", 1));
    counts(client, "get n\r\n", Map.of("cmd_get", 1, "get_hits", 1));
    counts(client, "get m\r\n", Map.of("cmd_get", 1, "get_misses", 1));
    counts(client, "append n 0 0 1\r\n1\r\n", Map.of("cmd_set", 1, "total_items", 1));
  }

  /** A number that has room where the old one lies is no item more. */
  @EachSubject
  void aNumberThatGrowsIsStoredAndOneThatDoesNotIsWrittenOver(Subject subject) {
    Harness client = client(subject);
    client.talk("set n 5 0 1\r\n5\r\n");
    counts(client, "incr n 1\r\n", Map.of("incr_hits", 1));
    counts(client, "incr n 94\r\n", Map.of("incr_hits", 1, "total_items", 1));
    counts(client, "decr n 95\r\n", Map.of("decr_hits", 1));
    assertEquals("VALUE n 5 3\r\n5  \r\nEND\r\n", client.talk("get n\r\n"));
  }

  private static Harness client(Subject subject) {
    Scale scale = Scale.of(256 << 10);
    List<MetricGroup> metrics = new ArrayList<>();
    Harness client =
        new Harness(
            false,
            clock -> {
              MemorySegment region = Arena.ofAuto().allocate(scale.regionBytes(), 64);
              Subject.Made<Store> made = subject.maker().make(region, scale, clock, 4711);
              metrics.add(made.metrics());
              return made.store();
            });
    client.statistics.add(metrics.getFirst());
    return client;
  }

  private static void counts(Harness client, String request, Map<String, Integer> expected) {
    Map<String, Integer> before = counts(client);
    client.talk(request);
    Map<String, Integer> grown = counts(client);
    grown.replaceAll((name, count) -> count - before.get(name));
    grown.values().removeIf(count -> count == 0);
    assertEquals(expected, grown, request);
  }

  private static Map<String, Integer> counts(Harness client) {
    return client.talk("stats\r\n").lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && NAMES.contains(words[1]))
        .collect(toMap(words -> words[1], words -> Integer.valueOf(words[2])));
  }
}
