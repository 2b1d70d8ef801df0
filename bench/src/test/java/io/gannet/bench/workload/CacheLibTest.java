package io.gannet.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLibTest {
  private static final String CONFIG =
      """
      {
        // as cachebench reads it
        "cache_config": { "cacheSizeMB": 8192 },
        "test_config": {
          "generator": "online", "enableLookaside": true,
          "keySizeRange": [16, 255], "keySizeRangeProbability": [1.0],
          "numKeys": 14463466000,
          "popDistFile": "pop.json", "valSizeDistFile": "sizes.json",
          "setRatio": 0.0, "delRatio": 0.1, "getRatio": 0.7, "loneGetRatio": 0.2
          %s
        }
      }
      """;

  @TempDir Path folder;

  private void write(String more) throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG.formatted(more));
    Files.writeString(
        folder.resolve("pop.json"),
        "{\"oneHits\": 0.01, \"popularityWeights\": [50, 30, 20],"
            + " \"popularityBuckets\": [1, 9, 990]}");
    Files.writeString(
        folder.resolve("sizes.json"),
        "{\"valSizeRange\": [31, 63, 95], \"valSizeRangeProbability\": [1, 2, 1]}");
  }

  @Test
  void aFolderBecomesOptions() throws IOException {
    write("");
    SyntheticOptions options = CacheLib.read(folder, 0, 7);
    assertEquals(1000, options.keys());
    assertEquals(16, options.keyBytes().min());
    assertEquals(Keys.BYTES_MAX, options.keyBytes().max());
    assertEquals(63, options.valueBytes().mean(), 1e-9);
    assertEquals(90, options.mix().getPercent(), 1e-9);
    assertEquals(10, options.mix().deletePercent(), 1e-9);
    assertTrue(options.fillOnMiss());
    Popularity.Once once = (Popularity.Once) options.popularity();
    assertEquals(20, once.percent(), 1e-9);
    assertEquals(3, ((Popularity.Buckets) once.others()).keys().size());
    assertEquals(100, CacheLib.read(folder, 100, 7).keys());
    assertTrue(new SyntheticWorkload(options).source(0, 1).next(new Ask()));
  }

  @Test
  void aMixOfNothingIsNamed() throws IOException {
    write("");
    String config = CONFIG.formatted("").replaceAll("Ratio\": [0-9.]+", "Ratio\": 0");
    Files.writeString(folder.resolve("config.json"), config);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> CacheLib.read(folder, 0, 7));
    assertTrue(refusal.getMessage().contains("getRatio"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("allowed: one above 0"), refusal.getMessage());
  }

  private void assertRefused(String more, String says) throws IOException {
    write(more);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> CacheLib.read(folder, 0, 7), more);
    assertTrue(refusal.getMessage().contains(says), refusal.getMessage());
  }

  @Test
  void whatNoServerCanBeAskedIsNamed() throws IOException {
    assertRefused(", \"addChainedRatio\": 0.5", "addChainedRatio");
    assertRefused(", \"getRatio\": 0.5", "getRatio");
    assertRefused(", \"popularityBuckets\": [1, 2]", "popularityBuckets");
    assertRefused(", \"ttlSecsRange\": [1, 2]", "ttlSecsRangeProbability");
    assertRefused(", \"ttlSecsRange\": [1], \"ttlSecsRangeProbability\": [0]",
        "ttlSecsRangeProbability is 0 in all");
    assertRefused(", \"broken\": ", "cannot read");
    Files.delete(folder.resolve("pop.json"));
    Files.writeString(folder.resolve("config.json"), CONFIG.formatted(""));
    assertThrows(IllegalArgumentException.class, () -> CacheLib.read(folder, 0, 7));
  }
}
