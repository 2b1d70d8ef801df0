package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator finds what is planted: each bug is compiled into its module for a JVM of its own,
 * which runs seeds until one fails. {@code -Dgannet.planted=NAME} for one of them, {@code
 * -Dgannet.planted.rounds=N} for N beginnings each, which prints how many seeds it took.
 */
class PlantedTest {
  private static final int SEEDS_MAX = 2000;
  private static final int ROUND_SEEDS = 100_000;
  private static final int ROUNDS = Integer.getInteger("gannet.planted.rounds", 1);
  private static final String NAME = System.getProperty("gannet.planted", "all");
  private static final long PATIENCE_SEC = 180;
  private static final Pattern FAILED = Pattern.compile("^seed (\\d+): ");
  private static final String MODULES = System.getProperty("jdk.module.path");

  @TempDir Path folder;

  static Stream<Planted> planted() {
    return Arrays.stream(Planted.values())
        .filter(one -> NAME.equals("all") || one.name().equals(NAME));
  }

  @ParameterizedTest
  @MethodSource("planted")
  void isFound(Planted planted) throws Exception {
    planted.writeSources(root(), folder.resolve("src"));
    List<String> patched = compile();
    List<Integer> seeds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      seeds.add(seedsUntilFound(planted, patched, round * ROUND_SEEDS));
    }
    seeds.sort(null);
    if (ROUNDS > 1) {
      System.out.printf(
          "planted | %s | %d | %d |%n", planted, seeds.get(ROUNDS / 2), seeds.getLast());
    }
  }

  /** Compiles what was changed, a module at a time: the options that put it in place. */
  private List<String> compile() throws IOException {
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    List<String> options = new ArrayList<>();
    try (Stream<Path> parts = Files.list(folder.resolve("src"))) {
      for (Path part : parts.sorted().toList()) {
        String module = "io.gannet." + part.getFileName();
        Path classes = folder.resolve("classes").resolve(module);
        List<String> words = new ArrayList<>(List.of(
            "-nowarn", "--release", "22", "-d", classes.toString(), "--module-path", MODULES,
            "--add-modules", module, "--patch-module", module + "=" + part));
        try (Stream<Path> files = Files.walk(part)) {
          files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(words::add);
        }
        assertEquals(0, javac.run(System.err, System.err, words.toArray(String[]::new)));
        options.addAll(List.of("--patch-module", module + "=" + classes));
      }
    }
    return options;
  }

  private int seedsUntilFound(Planted planted, List<String> patched, int first)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea", "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash"),
        "-p", MODULES, "--enable-native-access=io.gannet.ffi"));
    words.addAll(patched);
    words.addAll(List.of(
        "-m", "io.gannet.bench/io.gannet.bench.cli.Main", "simulate", "--failures", "1",
        "--seeds", "" + SEEDS_MAX, "--seed", "" + first));
    Path out = folder.resolve("out");
    Process run = new ProcessBuilder(words).redirectErrorStream(true)
        .redirectOutput(out.toFile()).start();
    try {
      assertTrue(run.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), planted + " takes too long");
      String said = Files.readString(out, ISO_8859_1);
      Matcher failed = FAILED.matcher(said);
      assertTrue(
          failed.find(),
          () -> planted + " was not found in " + SEEDS_MAX + " seeds, which said:\n" + said);
      return Integer.parseInt(failed.group(1)) - first + 1;
    } finally {
      run.destroyForcibly();
    }
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("engine/src"))) {
      at = at.getParent();
    }
    return at;
  }
}
