package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients of other languages than Java, each driven by a script of its own: many keys at once,
 * loops of CAS, counters, values of 2 MiB, what needs no reply, keys spread over two servers, and
 * who they are, where they can say so. Where one is not installed its test is skipped; in CI that
 * is a failure.
 */
class OtherLanguagesTest {
  /** Debian has the sources of packages where programs without modules look for them. */
  private static final String GO = "GO111MODULE=off GOPATH=/usr/share/gocode go ";

  private static final String NODE = "NODE_PATH=$(npm root -g) node ";

  /** A script, what has to be installed for it, and in the shell's words if it is and how it runs. */
  enum Script {
    PYLIBMC(
        "pylibmc_client.py", "python3-pylibmc",
        "/usr/bin/python3 -c 'import pylibmc'", "/usr/bin/python3"),
    PYMEMCACHE(
        "pymemcache_client.py", "python3-pymemcache",
        "/usr/bin/python3 -c 'import pymemcache'", "/usr/bin/python3"),
    DALLI("dalli_client.rb", "ruby ruby-dalli", "ruby -e 'require \"dalli\"'", "ruby"),
    PHP("memcached_client.php", "php-cli php-memcached", "php -r 'new Memcached();'", "php"),
    FAST(
        "fast_client.pl", "libcache-memcached-fast-perl",
        "perl -e 'use Cache::Memcached::Fast'", "perl"),
    GOMEMCACHE(
        "gomemcache_client.go", "golang-go golang-github-bradfitz-gomemcache-dev",
        GO + "list github.com/bradfitz/gomemcache/memcache", GO + "run"),
    MEMJS("memjs_client.js", "nodejs; npm install -g memjs", NODE + "-e 'require(\"memjs\")'", NODE),
    MEMCACHED_JS(
        "memcached_client.js", "nodejs; npm install -g memcached",
        NODE + "-e 'require(\"memcached\")'", NODE);

    private final String file;
    private final String packages;
    private final String asks;
    private final String runs;

    Script(String file, String packages, String asks, String runs) {
      this.file = file;
      this.packages = packages;
      this.asks = asks;
      this.runs = runs;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void itsUsersFindWhatTheyKnow(Script script) throws Exception {
    if (!Tools.succeeds(folder, "sh", "-c", script.asks)) {
      Tools.missing(script.file + "'s client", script.packages);
    }
    Path users = Files.writeString(folder.resolve("users"), "gannet:secret\n");
    String[] words = {"--memory", "64MiB", "--item-size-max", "8MiB"};
    try (RunningServer first = RunningServer.start("segcache", words);
        RunningServer second = RunningServer.start("segcache", words);
        RunningServer guarded =
            RunningServer.start("segcache", "--sasl", "true", "--auth-file", users.toString());
        Client beside = first.connect()) {
      beside.send("set beside 0 0 1\r\nx\r\n").expect("STORED\r\n");
      String printed =
          Tools.run(
              folder, 0, "sh", "-c", script.runs + " \"$@\"", "sh", unpacked(script.file), at(first),
              at(second), at(guarded), "gannet", "secret");
      assertEquals("ok", printed.strip());
      beside.send("get beside\r\n").expect("VALUE beside 0 1\r\nx\r\nEND\r\n");
    }
  }

  private static String at(RunningServer server) {
    return "127.0.0.1:" + server.port();
  }

  private String unpacked(String file) throws IOException {
    Path script = folder.resolve(file);
    try (InputStream in = getClass().getResourceAsStream("/io/gannet/server/clients/" + file)) {
      Files.copy(in, script);
    }
    return script.toString();
  }
}
