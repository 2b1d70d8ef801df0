package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made over traces, and the tables of it, in words. */
class MissTableCommandTest {
  private static final String[] MADE = {
    "miss-ratio", "--popularity", "zipf:0.9", "--keys", "2000", "--trace-requests", "10k",
    "--scale", "off", "--sizes", "20%", "--subjects", "lru"
  };

  private static Words made(String... options) {
    List<String> words = new ArrayList<>(List.of(MADE));
    words.addAll(List.of(options));
    return Words.bench(words.toArray(String[]::new));
  }

  private static void assertRefused(String why, String... words) {
    Words run = Words.bench(words);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(why), run.err());
  }

  @Test
  void deadlinesOverwritesAndSizesAreMadeOverWhatIsReplayed() {
    Words run = made("--ttl", "1m,1h,1d", "--overwrite", "30%", "--delete", "0.05",
        "--size-drift", "2", "--span", "4h");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("set 30 %, delete 5 %, sizes drift × 2"), run.out());
    assertEquals(run.out(), made("--ttl", "1m,1h,1d", "--overwrite", "30%", "--delete", "0.05",
        "--size-drift", "2", "--span", "4h").out());
    Words other = made("--ttl", "1m,1h,1d", "--overwrite", "30%", "--seed", "2");
    assertTrue(!run.out().equals(other.out()));
  }

  @Test
  void requestsLikeAClustersAreReplayed() {
    Words run = Words.bench("miss-ratio", "--like", "twitter:19", "--trace-requests", "20k",
        "--scale", "off", "--sizes", "20%", "--subjects", "lru");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("like twitter:19"), run.out());
  }

  @Test
  void theTableOfDeadlinesIsPrinted() {
    Words run = Words.bench("miss-table", "--keys", "1000", "--trace-requests", "3k", "--scale",
        "100", "--sizes", "20%", "--overwrites", "0,50%", "--subjects", "seg-merge,lru");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("| jittered, 50 % | 20% = "), run.out());
    assertTrue(run.err().contains("ten TTLs, 0 %, "), run.err());
  }

  @Test
  void theTableOfClustersIsPrinted() {
    Words run = Words.bench("miss-clusters", "--clusters", "19,22", "--sizes", "50%",
        "--working-set", "4MiB", "--requests-max", "50k", "--subjects", "lru,s3-fifo");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("| twitter:22 | 50% = "), run.out());
    assertTrue(run.out().contains("No store was refused."), run.out());
  }

  @Test
  void nonsenseIsRefusedWithTheCure() {
    assertRefused("--trace FILE, --like twitter:N or --popularity KIND", "miss-ratio");
    assertRefused("one of them", "miss-ratio", "--like", "twitter:1", "--trace", "x");
    assertRefused("twitter:1 to twitter:54", "miss-ratio", "--like", "twitter:99");
    assertRefused("jitter:1h:5m", "miss-ratio", "--like", "twitter:1", "--ttl", "soon");
    assertRefused("write 30% or 0.3", "miss-ratio", "--like", "twitter:1", "--overwrite", "130%");
    assertRefused("120 % in all", "miss-ratio", "--like", "twitter:1", "--overwrite", "0.7",
        "--delete", "0.5");
    assertRefused("write 4", "miss-ratio", "--like", "twitter:1", "--size-drift", "0");
    assertRefused("deadlines are seconds", "miss-ratio", "--like", "twitter:1", "--span", "10ms");
    assertRefused("write 1-54", "miss-clusters", "--clusters", "x");
    assertRefused("--threads: 0", "miss-table", "--threads", "0");
    assertRefused("there is no subject lfu", "miss-table", "--subjects", "lfu");
    assertRefused("--like: says itself what --mix would", "load", "--like", "twitter:1", "--mix",
        "get=100");
    assertRefused("--like: not beside --cachelib", "load", "--like", "twitter:1", "--cachelib", "x");
  }
}
