package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.ServerProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes that start servers, as processes of their own, with real servers, for a moment. */
class ModesSmokeTest {
  private static final long PATIENCE_SEC = 120;

  @TempDir Path folder;
  private Path launcher;

  /** A launcher that starts what is under test. */
  @BeforeEach
  void writeLauncher() throws IOException {
    String path = String.join(File.pathSeparator,
        Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
            .map(System::getProperty)
            .filter(Objects::nonNull)
            .filter(text -> !text.isEmpty())
            .toList());
    launcher = folder.resolve("gannet");
    Files.writeString(launcher, """
        #!/bin/sh
        case $1 in
          bench|certify) main=io.gannet.bench.cli.Main ;;
          *) main=io.gannet.server.cli.Main ;;
        esac
        exec '%s/bin/java' -ea -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED \\
          $GANNET_JAVA_OPTS -Dgannet.launcher="$0" -cp '%s' $main "$@"
        """.formatted(System.getProperty("java.home"), path));
    assertTrue(launcher.toFile().setExecutable(true));
  }

  @Test
  void gannetMemcachedAndRedisAreCompared() throws Exception {
    require("memcached");
    require("redis-server");
    Path json = folder.resolve("compare.json");
    Path html = folder.resolve("compare.html");
    String out = run(0, "compare", "--memory", "64", "--rounds", "2", "--duration", "300ms",
        "--warm-up", "100ms", "--others-max", "99", "--keys", "1000", "--workload", "mixed",
        "--json", json.toString(), "--html", html.toString());
    for (String word : List.of("gannet", "memcached", "redis", "baseline", "CPU µs/request")) {
      assertTrue(out.contains(word), out);
    }
    String text = Files.readString(json);
    assertTrue(text.contains("\"version\" : \"memcached "), text);
    assertTrue(text.contains("\"measure\" : \"server_cpu_us_per_request\""), text);
    assertFalse(text.contains("not measured"), text);
    assertTrue(Files.readString(html).contains("<svg"));
  }

  @Test
  void serversAtUnixSocketsAreCompared() throws Exception {
    require("memcached");
    Path json = folder.resolve("compare.json");
    String out = run(0, "compare", "--memory", "64", "--rounds", "1", "--duration", "300ms",
        "--warm-up", "100ms", "--others-max", "99", "--keys", "1000", "--workload", "mixed",
        "--json", json.toString(), "memcached-unix", "gannet-unix");
    assertTrue(out.contains("memcached-unix") && out.contains("gannet-unix"), out);
    assertFalse(Files.readString(json).contains("not measured"), out);
  }

  @Test
  void productsAndMemcachedAreWeighed() throws Exception {
    require("memcached");
    String out = run(0, "density", "--little", "4", "--much", "12", "--rounds", "1",
        "--value-size", "400", "--rest", "0ms", "segcache", "memcached");
    Matcher slope = Pattern.compile("(?m)^\\| (\\w+) \\|[^|]+\\|[^|]+\\| (\\S+) ").matcher(out);
    assertTrue(slope.find() && slope.group(1).equals("server"), out);
    for (String server : List.of("segcache", "memcached")) {
      assertTrue(slope.find() && slope.group(1).equals(server), out);
    }
    // A JVM's own noise is more than an item's overhead here; memcached has none.
    double memcachedBytes = Double.parseDouble(slope.group(2));
    assertTrue(memcachedBytes > 20 && memcachedBytes < 200, out);
  }

  /** A server that has just started is not silent yet: that is told, and where it is not. */
  @Test
  void whatDisturbsAServerIsCertified() throws Exception {
    Process certify =
        new ProcessBuilder(
                launcher.toString(), "certify", "--requests", "20k", "--parts", "2", "segcache",
                "--memory", "64MiB", "--no-warm-up")
            .redirectErrorStream(true)
            .start();
    String out = output(certify);
    assertEquals(1, certify.waitFor(), out);
    assertTrue(out.contains("20,000 requests, in 2 parts"), out);
    Matcher compiled = Pattern.compile("(?m)^compilations +([0-9,]+) .*NOT 0").matcher(out);
    assertTrue(compiled.find(), out);
    assertTrue(Pattern.compile("(?m)^bytes allocated +[0-9,]+ ").matcher(out).find(), out);
    assertTrue(Pattern.compile("(?m)^major faults +[0-9,]+ ").matcher(out).find(), out);
    assertTrue(out.contains("\nNot silent: "), out);
  }

  @Test
  void theGeneratorsCeilingIsMeasuredAndKept() throws Exception {
    String out = run(0, "ceiling", "--duration", "500ms", "--warm-up", "300ms", "--depth", "8");
    assertTrue(out.contains("generator ceiling:"), out);
    assertTrue(Files.exists(folder.resolve("cache/gannet/bench-ceiling.properties")), out);
  }

  @Test
  void aSearchEndsWithAnAnswerOrSaysWhyThereIsNone() throws Exception {
    require("memcached");
    Path json = folder.resolve("search.json");
    try (ServerProcess server = ServerProcess.memcached()) {
      Process search = start("search", "--target", "127.0.0.1:" + server.port(), "--slo", "10s",
          "--from", "2000", "--duration", "300ms", "--warm-up", "100ms", "--keys", "1000",
          "--probes-max", "2", "--json", json.toString());
      String out = output(search);
      assertTrue(out.contains("2,000/s asked"), out);
      assertTrue(out.contains("undecided after 2 probes"), out);
      assertTrue(Files.readString(json).contains("\"verdict\""), out);
    }
  }

  @Test
  void whatIsInterruptedLeavesNoServerBehind() throws Exception {
    require("memcached");
    Process compare = start("compare", "memcached", "memcached:meta", "--rounds", "50",
        "--workload", "get-x1", "--others-max", "99", "--keys", "1000");
    BufferedReader lines = compare.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.contains("1/50")) {
      line = lines.readLine();
    }
    List<ProcessHandle> servers = compare.descendants().toList();
    assertEquals(2, servers.size(), String.valueOf(line));
    compare.destroy();
    assertTrue(compare.waitFor(PATIENCE_SEC, TimeUnit.SECONDS));
    servers.forEach(server -> assertFalse(server.isAlive(), server.toString()));
  }

  /** SIGTERM takes the way of Ctrl-C, and is ignored by nobody's children. */
  @Test
  void whatWasMeasuredBeforeAnInterruptIsReportedAndMarkedAsCut() throws Exception {
    require("memcached");
    Path json = folder.resolve("cut.json");
    try (ServerProcess server = ServerProcess.memcached()) {
      Process load = start("load", "--target", "127.0.0.1:" + server.port(), "--duration", "120s",
          "--warm-up", "100ms", "--keys", "1000", "--progress", "plain", "--beside",
          "--json", json.toString());
      BufferedReader lines = load.inputReader(StandardCharsets.UTF_8);
      for (int measured = 0; measured < 3; measured++) {
        assertNotNull(lines.readLine());
      }
      Thread.sleep(2_000); // something is measured by now
      load.toHandle().destroy(); // Process.destroy would close what it is going to say
      String rest = lines.lines().collect(Collectors.joining("\n"));
      assertTrue(load.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), rest);
      assertTrue(rest.contains("warning: cut: it was ended after"), rest);
      assertTrue(rest.contains("beside"), rest);
      String text = Files.readString(json);
      assertTrue(text.contains("\"cut\" : true"), text);
      assertTrue(text.contains("\"unanswered\" : 0"), text);
    }
  }

  @Test
  void wrongWordsAreRefusedWithTheCure() throws Exception {
    assertTrue(run(2, "compare", "memcachd", "redis").contains("memcached"));
    assertTrue(run(2, "compare", "memcached").contains("name another"));
    assertTrue(run(2, "compare", "--workload", "gets").contains("get-x32"));
    assertTrue(run(2, "compare", "--baseline", "x").contains("--baseline"));
    assertTrue(run(2, "density", "redis").contains("slimcache"));
    assertTrue(run(2, "density", "--much", "16").contains("32 to 16"));
    assertTrue(run(2, "search", "--percentile", "fast").contains("p99"));
  }

  @Test
  void aSoakOfSecondsIsWell() throws Exception {
    String out = run(0, "soak", "--duration", "4s", "--clients", "3", "--seed", "1");
    assertTrue(out.contains("3 clients for 4 s, seed 1"), out);
    assertTrue(out.endsWith("all is well\n"), out);
  }

  private String run(int code, String... words) throws Exception {
    Process process = start(words);
    String out = output(process);
    assertEquals(code, process.waitFor(), out);
    return out;
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "bench"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return builder.start();
  }

  private static String output(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS), out);
    return out;
  }

  private static void require(String program) {
    if (ServerProcess.isInstalled(program)) {
      return;
    }
    if (System.getenv("CI") != null) {
      fail("CI needs " + program);
    }
    abort(program + " is not installed");
  }
}
