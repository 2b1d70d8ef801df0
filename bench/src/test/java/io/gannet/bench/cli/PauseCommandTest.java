package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
