package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PauseCommandTest {
  @Test
  void eachEngineHasItsRowsAndItsNote() {
    Words run =
        Words.bench(
            "pause", "--engines", "seg-fifo,cuckoo-lfu", "--memory", "4MiB", "--operations", "10k",
            "--longest");
    assertEquals(0, run.code(), run.err());
    for (String engine : new String[] {"seg-fifo", "cuckoo-lfu"}) {
      assertTrue(run.out().contains("| " + engine), run.out());
      assertTrue(run.out().contains("\n" + engine + ": "), run.out());
    }
    assertTrue(run.out().matches("(?s).*requests +\\| +10,0\\d\\d .*"), run.out());
    assertTrue(run.out().matches("(?s).* µs of CPU, +[0-9.]+ µs, looked at \\d+\n.*"), run.out());
  }

  @Test
  void anEngineThatCanHoldNoneOfTheValuesIsNotMeasured() {
    String[] words = {
      "pause", "--memory", "4MiB", "--operations", "1k", "--value-sizes", "60000", "--engines"};
    String[] both = Arrays.copyOf(words, words.length + 1);
    both[words.length] = "cuckoo-lfu,seg-fifo";
    Words run = Words.bench(both);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("| seg-fifo"), run.out());
    String note = "cuckoo-lfu: not measured: it can hold no value of [60000] bytes";
    assertTrue(run.out().contains(note), run.out());
    both[words.length] = "cuckoo-lfu";
    assertEquals(1, Words.bench(both).code());
  }

  @Test
  void wrongWordsAreNamedWithTheCure() {
    assertSays("there is no engine lru; there are seg-", "--engines", "lru");
    assertSays("--memory 4MiB or more", "--memory", "1MiB");
    assertSays("write 50000, 50k", "--operations", "many");
  }

  private static void assertSays(String message, String option, String word) {
    Words run = Words.bench("pause", option, word);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }
}
