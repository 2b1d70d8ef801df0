package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gannet.server.klog.cli.KlogFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzers were given to begin with, and what they have found, named by what it was. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/io/gannet/server/fuzz");

  /** One that takes any bytes. */
  private interface Target {
    void take(byte[] data) throws Exception;
  }

  private static void replay(String folder, Target target) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      inputs = files.sorted().toList();
    }
    assertFalse(inputs.isEmpty(), folder);
    for (Path input : inputs) {
      try {
        target.take(Files.readAllBytes(input));
      } catch (Exception | AssertionError e) {
        throw new AssertionError(input.toString(), e);
      }
    }
  }

  @Test
  void logs() throws IOException {
    replay("klog", KlogFuzz::fuzzerTestOneInput);
  }

  @Test
  void configurations() throws IOException {
    replay("config", ConfigFuzz::fuzzerTestOneInput);
  }
}
