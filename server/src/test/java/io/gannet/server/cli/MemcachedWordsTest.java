package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gannet.server.config.Configuration;
import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line in memcached's spelling says the same to us, or has a word said about it. */
class MemcachedWordsTest {
  private final OptionTable table = CommonOptions.table(Products.DEFAULT);

  private static OptionTable tableOf(String product) {
    Product one =
        Products.ALL.stream().filter(p -> p.name().equals(product)).findFirst().orElseThrow();
    return CommonOptions.table(one);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-m 64                  | -m 64",
        "-m64                   | -m 64",
        "--memory-limit=64      | -m 64",
        "--memory-limit 64      | -m 64",
        "-vvp 7                 | -v -v -p 7",
        "-vvv                   | -v -v -v",
        "-p -1                  | -p 0",
        "-Avt4                  | -A -v -t 4",
        "--port=7               | --port=7",
        "--port 7               | --port 7",
        "-l 127.0.0.1,::1       | -l 127.0.0.1,::1",
        "-s /a -a 0777          | -s /a -a 0777",
        "-c 9 -R 1 -b 5         | -c 9 -R 1 -b 5",
        "-I 512k -B ascii       | -I 512k -B ascii",
        "-Y /f -u nobody -P /p  | -Y /f -u nobody -P /p",
        "-M                     | --no-evict --wait-timeout 0",
        "-F                     | --no-enable-flush-all",
        "-S                     | --sasl",
        "-o idle_timeout=3      | --idle-timeout 3",
        "-o maxconns_fast,idle_timeout=3 | --idle-timeout 3",
        "--extended=idle_timeout=3 | --idle-timeout 3",
        "-dkr -U 0 -L -n 48     | ''",
        "--no-warm-up -v        | --no-warm-up -v",
        "--klog -d -v           | --klog -d -v",
        "--config -d            | --config -d",
        "-h                     | -h",
        "-vV                    | -v -V",
        "-x 1                   | -x 1",
      })
  void isSaidInOurWords(String theirs, String ours) {
    MemcachedWords.Read read = MemcachedWords.read(table, List.of(theirs.split(" +")));
    assertEquals(ours, String.join(" ", read.words()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "segcache  | -d                | -d: stays in the foreground",
        "segcache  | -U 11211          | -U: UDP is not spoken",
        "segcache  | -f 1.2            | -f: this product has nothing like it",
        "segcache  | -C                | -C: this product has no --cas",
        "slimcache | -M                | -M: this product has no --evict",
        "slimcache | -I 2m             | -I: this product has nothing like it",
        "segcache  | --napi-ids=4      | --napi-ids: connections go",
        "segcache  | -o hashpower=16   | -o hashpower: the index",
        "segcache  | -o ext_path=/x:1G | -o ext_path: items are kept in memory alone",
      })
  void whatMeansNothingHereHasAWordSaidAboutIt(String product, String theirs, String word) {
    MemcachedWords.Read read =
        MemcachedWords.read(tableOf(product), List.of(theirs.split(" ")));
    assertEquals(List.of(), read.words());
    assertEquals(1, read.notes().size(), read.notes().toString());
    assertTrue(read.notes().get(0).startsWith(word), read.notes().toString());
  }

  /** -f and -C mean something to those products that have them. */
  @Test
  void aProductTakesWhatItHas() {
    assertEquals(
        List.of("-f", "1.2"),
        MemcachedWords.read(tableOf("twemcache"), List.of("-f1.2")).words());
    assertEquals(
        List.of("--cas", "off"),
        MemcachedWords.read(tableOf("slimcache"), List.of("-C")).words());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-Z                       | -Z: TLS is not spoken",
        "--enable-ssl             | --enable-ssl: TLS is not spoken",
        "-o ssl_key=x             | -o ssl_key: TLS is not spoken",
        "-o proxy_config=x        | -o proxy_config: this is no proxy",
        "-o nonsense              | -o nonsense: memcached has no such option",
        "-m                       | -m lacks its value",
        "-o                       | -o lacks its value",
        "--memory-limit           | --memory-limit lacks its value",
        "-o idle_timeout          | -o idle_timeout lacks its value",
      })
  void whatMustNotBeIgnoredIsRefused(String theirs, String why) {
    List<String> args = List.of(theirs.split(" "));
    String message =
        assertThrows(ConfigurationException.class, () -> MemcachedWords.read(table, args))
            .getMessage();
    assertTrue(message.startsWith(why), message);
  }

  @Test
  void everyOptionThatMemcachedsHelpNamesIsKnown() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/bin/memcached")) || System.getenv("CI") != null);
    Process help = new ProcessBuilder("memcached", "-h").redirectErrorStream(true).start();
    String text = new String(help.getInputStream().readAllBytes());
    help.waitFor();
    TreeSet<String> unknown = new TreeSet<>();
    Matcher letters = Pattern.compile("(?m)^-(\\w)(?:, | {2}|$)").matcher(text);
    while (letters.find()) {
      String letter = letters.group(1);
      if (!"hiVo".contains(letter) && MemcachedOption.ofLetter(letter.charAt(0)) == null) {
        unknown.add("-" + letter);
      }
    }
    Matcher longNames = Pattern.compile("(?m)^-\\w,? +--([\\w-]+)").matcher(text);
    while (longNames.find()) {
      String name = longNames.group(1).replace('_', '-');
      if (!List.of("help", "license", "version", "extended").contains(name)
          && MemcachedOption.ofLongName(name) == null) {
        unknown.add("--" + name);
      }
    }
    Matcher extended = Pattern.compile("(?m)^ +- (\\w+):").matcher(text);
    int count = 0;
    while (extended.find()) {
      count++;
      if (MemcachedOption.ofExtended(extended.group(1)) == null) {
        unknown.add("-o " + extended.group(1));
      }
    }
    assertEquals(new TreeSet<>(), unknown);
    assertTrue(count > 30, text);
  }

  /** Each row sets what there is, or says why not. */
  @Test
  void everyRowIsGoodForSomething() {
    for (MemcachedOption option : MemcachedOption.letters()) {
      boolean known =
          Products.ALL.stream()
              .flatMap(product -> CommonOptions.table(product).options().stream())
              .anyMatch(
                  ours ->
                      option.name().equals(ours.shortName())
                          || option.ours().contains(ours.name()));
      assertTrue(known != (option.word() != null), option.toString());
    }
    for (MemcachedOption option : MemcachedOption.extended()) {
      boolean sets = !option.ours().isEmpty();
      assertTrue(sets != (option.word() != null), option.toString());
      if (sets) {
        assertNotNull(table.option(option.ours().get(0)), option.toString());
      }
    }
  }

  @Test
  void debiansFileIsRead(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("memcached.conf"),
            """
            # memcached default config file

            -d
            logfile /var/log/memcached.log
            # -vv
            -v
            -m 64     # megabytes
            -p 11211
            -u memcache
            -l 127.0.0.1
            -l ::1
            -c 1024
            -P /var/run/memcached/memcached.pid
            """);
    MemcachedConf.Read read = MemcachedConf.read(file, table);
    Configuration configuration = new Configuration(table, read.given());
    assertEquals(64L << 20, configuration.number(table.option("memory")));
    assertEquals("memcache", configuration.text(table.option("user")));
    assertEquals("127.0.0.1,::1", configuration.text(table.option("host")));
    assertEquals(1024, configuration.number(table.option("max-connections")));
    assertEquals(file + ":7", configuration.setting(table.option("memory")).source());
    assertEquals(
        List.of(
            file + ":3: -d: stays in the foreground, as service managers want it",
            file + ":4: logfile: what is logged goes to stderr"),
        read.notes());
  }

  @Test
  void flagsWinOverTheFileAndWhatIsWrongInItIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("m.conf"), "-m 64\n-p 7\n");
    List<Given> given = new ArrayList<>(MemcachedConf.read(file, table).given());
    given.addAll(Words.of(table, List.of("-m", "128")).given());
    Configuration configuration = new Configuration(table, given);
    assertEquals(128L << 20, configuration.number(table.option("memory")));
    assertEquals(7, configuration.number(table.option("port")));
    for (String wrong : new String[] {"-Z", "-m", "--nonsense", "-o nonsense", "word"}) {
      Files.writeString(file, "# one\n" + wrong + "\n");
      String message =
          assertThrows(ConfigurationException.class, () -> MemcachedConf.read(file, table))
              .getMessage();
      assertTrue(message.startsWith(file + ":2: "), message);
    }
    Path none = folder.resolve("none");
    assertThrows(ConfigurationException.class, () -> MemcachedConf.read(none, table));
  }
}
