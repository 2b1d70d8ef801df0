package io.gannet.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options as users write them, and what they are told when they wrote something else. */
class OptionTextTest {
  @TempDir Path folder;

  private static void assertRefused(Function<String, ?> parse, String text, String... says) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> parse.apply(text), text);
    for (String word : says) {
      assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
    }
  }

  @Test
  void sizesAreConstantUniformOrWeighted() {
    assertEquals(new Distribution.Constant(64), Sizes.parse("64"));
    assertEquals(new Distribution.Uniform(16, 1024), Sizes.parse("16-1024"));
    assertEquals(new Distribution.Uniform(16, 1024), Sizes.parse(" uniform:16:1024 "));
    assertEquals(new Distribution.Constant(16), Sizes.parse("16-16"));
    Distribution weighted = Sizes.parse("64:3,1024:1,9:0");
    assertEquals(64, weighted.min());
    assertEquals(1024, weighted.max());
    assertEquals(304, weighted.mean(), 1e-9);
  }

  @Test
  void aFileOfWeightsIsReadLineByLine() throws IOException {
    Path file = Files.writeString(folder.resolve("sizes"), "# bytes:weight\n64:3\n\n100-200,1\n");
    Distribution sizes = Sizes.parse("file:" + file);
    assertEquals(64, sizes.min());
    assertEquals(200, sizes.max());
    assertEquals(0.75 * 64 + 0.25 * 150, sizes.mean(), 1e-9);
    assertRefused(Sizes::parse, "file:" + folder.resolve("none"), "cannot read", "none");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {-1, -2, '\n', -3});
    assertRefused(Sizes::parse, "file:" + binary, "value size");
  }

  @Test
  void weightedSizesComeAsOftenAsTheyWeigh() {
    Distribution sizes = Sizes.parse("64:3,100-103:1");
    Random64 random = new Random64(6);
    int[] seen = new int[104];
    for (int i = 0; i < 1_000_000; i++) {
      seen[sizes.draw(random.next())]++;
    }
    assertEquals(750_000, seen[64], 3_000);
    for (int size = 100; size <= 103; size++) {
      assertEquals(62_500, seen[size], 1_500);
    }
  }

  @Test
  void wrongSizesAreNamed() {
    assertRefused(Sizes::parse, "", "value size", "LO-HI");
    assertRefused(Sizes::parse, "many", "'many'", "file:PATH");
    assertRefused(Sizes::parse, "-5", "'-5'");
    assertRefused(Sizes::parse, "9-5", "'5'", "9 to");
    assertRefused(Sizes::parse, "64:x", "'x'", "a number");
    assertRefused(Sizes::parse, "64:1,80", "'80'", "N:WEIGHT");
    assertRefused(Sizes::parse, "64:0", "no weight");
    assertRefused(Sizes::parse, "64:-1", "'-1'");
    assertRefused(Sizes::parse, "64:NaN", "'NaN'");
    assertRefused(Sizes::parse, "999999999999", "'999999999999'");
    assertRefused(Sizes::parseKeys, "8", "key size", "12 to 250");
    assertRefused(Sizes::parseKeys, "12-251", "'251'");
  }

  @Test
  void deadlinesAreAtMostThirtyDays() {
    assertEquals(Ttls.NONE, Ttls.parse("none"));
    assertEquals(new Distribution.Constant(60), Ttls.parse("60"));
    assertEquals(new Distribution.Uniform(30, 90), Ttls.parse("30-90"));
    assertEquals(3600, Ttls.parse("60:3,3600:1").max());
    assertRefused(Ttls::parse, "2592001", "ttl", "2592000");
  }

  @Test
  void mixesAreAHundredPercent() {
    assertEquals(new Mix(90, 10, 0), Mix.parse("get=90,set=10"));
    assertEquals(new Mix(0, 99.5, 0.5), Mix.parse("delete=0.5, set=99.5"));
    assertRefused(Mix::parse, "get=90", "90 percent in all");
    assertRefused(Mix::parse, "get=90,put=10", "'put'", "delete=PERCENT");
    assertRefused(Mix::parse, "get=90,get=10", "'get=10'", "once");
    assertRefused(Mix::parse, "get", "'get'");
    assertRefused(Mix::parse, "get=x", "'x'", "0 to 100");
    assertRefused(Mix::parse, "get=NaN", "'NaN'");
  }

  @Test
  void popularitiesAreNamed() {
    assertEquals(Popularity.UNIFORM, Popularity.parse("uniform"));
    assertEquals(new Popularity.Zipfian(0.99), Popularity.parse("zipf:0.99"));
    assertEquals(new Popularity.Sequential(), Popularity.parse("sequential"));
    assertEquals(new Popularity.HotSet(1, 90), Popularity.parse("hot:1%:90%"));
    assertEquals(
        new Popularity.Once(new Popularity.Zipfian(1), 5), Popularity.parse("zipf:1,once:5"));
    assertRefused(Popularity::parse, "zipf", "'zipf'", "zipf:THETA");
    assertRefused(Popularity::parse, "zipf:-1", "'-1'", "theta");
    assertRefused(Popularity::parse, "gauss:1", "'gauss:1'", "uniform");
    assertRefused(Popularity::parse, "hot:1:900", "'900'");
    assertRefused(Popularity::parse, "zipf:1,twice:5", "once:PERCENT");
  }
}
