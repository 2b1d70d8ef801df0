package io.gannet.engine.reuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Told and exact misses of a trace, a request a line, {@code key} or {@code key,size}, a
 * millisecond each: {@code ReuseMeasure TRACE.gz MEMORY_BYTES [NS_PER_REQUEST]}.
 */
final class ReuseMeasure {
  private static final int LENGTHS_IF_NOT_TOLD = 100;

  private ReuseMeasure() {}

  public static void main(String[] args) throws IOException {
    long ns = args.length > 2 ? Long.parseLong(args[2]) : 1_000_000;
    Followed followed = new Followed(Long.parseLong(args[1]), 6_000_000, ns);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(Path.of(args[0])))))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(",");
        int lengths = words.length > 1 ? Integer.parseInt(words[1]) : LENGTHS_IF_NOT_TOLD;
        followed.get(words[0].hashCode() * 31L + words[0].length(), lengths);
      }
    }
    System.out.printf(
        Locale.ROOT, "one key in %.2f, %d keys%n", followed.sampling.weight(),
        followed.metrics.keys.get());
    for (int row = 0; row < ReuseMetrics.POINTS; row++) {
      System.out.printf(
          Locale.ROOT, "  x%-5s told %.2f %%  exact %.2f %%  %+.2f%n", (1 << row) / 8.0,
          100 * followed.told(row), 100 * followed.exact(row),
          100 * (followed.told(row) - followed.exact(row)));
    }
  }
}
