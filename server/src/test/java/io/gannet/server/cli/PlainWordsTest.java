package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Products;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read without picocli is read as picocli reads it. */
class PlainWordsTest {
  private static final int LINES = 2000;
  private static final int WORDS_MAX = 6;

  private static final List<String> WORDS =
      List.of(
          "--port", "--port=7", "--port=", "-p", "-p7", "7", "--memory", "64MiB", "-m", "64",
          "true",
          "--warm-up", "--no-warm-up", "--warm-up=false", "--no-port", "-v", "--verbose", "-vp", "",
          "--config", "--config=f", "--help", "-x", "--", "-1", "a=b", "--host=a=b", "=", "--=");

  private final OptionTable table = CommonOptions.table(Products.DEFAULT);

  private static String told(Words words) {
    StringBuilder told = new StringBuilder();
    for (Given given : words.given()) {
      told.append(given.option().name()).append('=').append(given.text());
      told.append('*').append(given.unit()).append(' ');
    }
    return told + "config " + words.config() + words.asks(Words.Ask.HELP);
  }

  @Test
  void theFormsThatStartsHaveArePlain() {
    List<String> args =
        List.of("--port", "0", "--memory=1GiB", "-m", "64", "--no-warm-up", "--config", "f", "-v");
    Words words = PlainWords.read(table, args).orElseThrow();
    assertEquals(told(AnyWords.read(table, args)), told(words));
    assertEquals(5, words.given().size());
    assertTrue(PlainWords.read(table, List.of()).isPresent());
  }

  @Test
  void wrongAndStrangeWordsAreLeftToPicocli() {
    List<String> unusual =
        List.of("--prot 1", "--port", "-p7", "--help", "--warm-up=false", "x", "-");
    for (String line : unusual) {
      assertEquals(Optional.empty(), PlainWords.read(table, List.of(line.split(" "))), line);
    }
  }

  @Test
  void randomLinesAreReadAsPicocliReadsThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int plain = 0;
    for (int i = 0; i < LINES; i++) {
      List<String> args = new ArrayList<>();
      for (int n = random.nextInt(WORDS_MAX); n > 0; n--) {
        args.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      Optional<Words> words = PlainWords.read(table, args);
      if (words.isPresent()) {
        plain++;
        assertEquals(byPicocli(args), told(words.get()), args + ", seed " + seed);
      }
    }
    assertTrue(plain > LINES / 100, plain + " plain lines, seed " + seed);
  }

  private String byPicocli(List<String> args) {
    try {
      return told(AnyWords.read(table, args));
    } catch (ConfigurationException e) {
      return e.getMessage();
    }
  }
}
