package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingTest {
  @TempDir Path folder;

  @Test
  void whatWasMeasuredIsKnownForTheSameShapeOnTheSameHostOnly() {
    Path file = folder.resolve("new/ceiling.properties");
    Ceiling ceiling = new Ceiling(file, "a");
    assertTrue(ceiling.get(50, 32, List.of(1)).isEmpty());
    ceiling.put(50, 32, List.of(1), 6_100_000.4);
    ceiling.put(50, 1, List.of(1), 200_000);
    assertEquals(6_100_000, ceiling.get(50, 32, List.of(1)).orElseThrow());
    assertTrue(ceiling.get(50, 32, List.of()).isEmpty());
    assertTrue(ceiling.get(50, 32, List.of(1, 2)).isEmpty());
    assertTrue(new Ceiling(file, "b").get(50, 32, List.of(1)).isEmpty());
  }

  @Test
  void aNoisyMinuteTakesNothingFromIt() {
    Ceiling ceiling = new Ceiling(folder.resolve("ceiling.properties"), "a");
    assertTrue(ceiling.putUnlessLess(50, 1, List.of(), 100, true));
    assertFalse(ceiling.putUnlessLess(50, 1, List.of(), 60, true));
    assertEquals(100, ceiling.get(50, 1, List.of()).orElseThrow());
    assertTrue(ceiling.putUnlessLess(50, 1, List.of(), 60, false));
    assertEquals(60, ceiling.get(50, 1, List.of()).orElseThrow());
  }

  @Test
  void aSpoiledFileIsAsNone() throws IOException {
    Path file = folder.resolve("ceiling.properties");
    Ceiling ceiling = new Ceiling(file, "a");
    Files.writeString(file, "a/50x1/cpus=any=much\n\\uXXXX");
    assertTrue(ceiling.get(50, 1, List.of()).isEmpty());
    ceiling.put(50, 1, List.of(), 7);
    assertEquals(7, ceiling.get(50, 1, List.of()).orElseThrow());
  }
}
