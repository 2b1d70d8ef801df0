package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a tree of its own, with a JDK and a Maven that only tell how they were called:
 * what it decides, without a build inside the build.
 */
class LauncherTest {
  private static final int RUN_SEC_MAX = 60;
  private static final List<String> TOOLS =
      List.of("bash", "cat", "find", "flock", "mkdir", "mv", "readlink", "rm", "sleep", "timeout");

  /** Tells its arguments; in a training it is "ready" and, told to end, leaves a cache. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word; do
        case $word in -XX:AOTCacheOutput=*) cache=${word#*=} ;; esac
      done
      if [[ ! ${cache:-} ]]; then echo "$0 $*"; exit 0; fi
      trap '[[ ${STUB_FAILS:-} ]] || echo cache >"$cache"; exit 0' TERM
      echo 'ready 127.0.0.1:1'
      for ((i = 0; i < 600; i++)); do sleep 0.05; done
      exit 1
      """;

  private static final String MVN =
      """
      #!/usr/bin/env bash
      echo 'a word of mvn'
      [[ ! ${STUB_FAILS:-} ]] || exit 1
      for word; do
        case $word in ffi,engine,*) module=${word##*,} ;; esac
      done
      mkdir -p "$module/target/modules"
      for name in ffi engine "$module"; do
        echo jar >"$module/target/modules/gannet-$name-1.jar"
      done
      """;

  @TempDir Path folder;
  private Path root;
  private Path tools;
  private Path jdk;

  /** What a run left. */
  private record Run(int code, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("a tree"));
    tools = Files.createDirectories(root.resolve("../tools"));
    jdk = jdk("jdk-98", "98.0.1");
    Files.copy(launcher(), root.resolve("gannet"));
    assertTrue(root.resolve("gannet").toFile().setExecutable(true));
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "#!" + which("bash") + "\nexec " + which(tool) + " \"$@\"\n");
    }
  }

  private static Path launcher() {
    Path above = Path.of("").toAbsolutePath();
    while (!Files.exists(above.resolve("gannet"))) {
      above = above.getParent();
    }
    return above.resolve("gannet");
  }

  private static Path which(String tool) {
    for (String place : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(place, tool))) {
        return Path.of(place, tool);
      }
    }
    throw new AssertionError("no " + tool + " on the PATH");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name).resolve("bin")).getParent();
    Files.writeString(home.resolve("release"), "OTHER=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private void makeJars() throws IOException {
    makeJars("server");
  }

  private void makeJars(String module) throws IOException {
    Path modules = Files.createDirectories(root.resolve(module + "/target/modules"));
    for (String name : List.of("ffi", "engine", module)) {
      Files.writeString(modules.resolve("gannet-" + name + "-1.jar"), "jar");
    }
  }

  private void makeSources() throws IOException {
    Files.writeString(root.resolve("pom.xml"), "");
    for (String name : List.of("ffi", "engine", "server", "bench")) {
      Files.createDirectories(root.resolve(name + "/src/main"));
      Files.writeString(root.resolve(name + "/pom.xml"), "");
    }
    script(tools.resolve("mvn"), MVN);
  }

  private Run run(Map<String, String> environment, Path command, String... args)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command.toString());
    builder.command().addAll(List.of(args));
    builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(RUN_SEC_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running; stderr: " + Files.readString(err));
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Run run(String... args) throws IOException, InterruptedException {
    return run(Map.of("GANNET_AOT", "off"), root.resolve("gannet"), args);
  }

  private Run runWithAot(String... args) throws IOException, InterruptedException {
    return run(Map.of(), root.resolve("gannet"), args);
  }

  @Test
  void becomesTheServerWithTheWordsGiven() throws Exception {
    makeJars();
    Run run = run("--port", "1", "a b");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith(jdk.resolve("bin/java").toString()), run.out());
    assertTrue(run.out().endsWith("/io.gannet.server.cli.Main --port 1 a b\n"), run.out());
    assertTrue(run.out().contains(" --enable-native-access=io.gannet.ffi "), run.out());
    assertTrue(run.out().contains(" -p " + root.resolve("server/target/modules")), run.out());
  }

  @Test
  void javaOptsComeBehindOurs() throws Exception {
    makeJars();
    Map<String, String> opts = Map.of("GANNET_AOT", "off", "GANNET_JAVA_OPTS", "-Xmx1g -Dx=y");
    Run run = run(opts, root.resolve("gannet"));
    assertTrue(run.out().contains(" -Xmx1g -Dx=y -m "), run.out());
    assertTrue(run.out().indexOf("-Xmx1g") > run.out().indexOf("-XX:+UseSerialGC"), run.out());
  }

  @Test
  void findsItsTreeThroughSymbolicLinks() throws Exception {
    makeJars();
    Files.createSymbolicLink(folder.resolve("one"), root.resolve("gannet"));
    Path two = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    Run run = run(Map.of("GANNET_AOT", "off"), two, "x");
    assertTrue(run.out().contains(" -p " + root.resolve("server/target/modules")), run.err());
  }

  @Test
  void javaHomeIsPassedOverWhenTooOld() throws Exception {
    makeJars();
    Path old = jdk("jdk-17", "17.0.2");
    Path newest = jdk(".jdks/jdk-99", "99-ea");
    Map<String, String> environment = Map.of("GANNET_AOT", "off", "JAVA_HOME", old.toString());
    Run run = run(environment, root.resolve("gannet"));
    assertTrue(run.out().startsWith(newest.resolve("bin/java").toString()), run.out());
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    makeJars();
    Path script = root.resolve("gannet");
    String text = Files.readString(script);
    Files.writeString(script, text.replace("JDK_MIN=22", "JDK_MIN=1000"));
    Run run = run();
    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("gannet: no JDK 1000 or newer found"), run.err());
    assertTrue(run.err().contains("cure: install one"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void buildsWhenThereAreNoJarsAndOnlyThen() throws Exception {
    makeSources();
    Run first = run("x");
    assertEquals("gannet: building (once) …\n", first.err());
    assertEquals(0, first.code());
    assertFalse(first.out().contains("a word of mvn"), first.out());
    assertEquals("", run("x").err());
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    makeSources();
    run("x");
    Path source = Files.writeString(root.resolve("engine/src/main/X.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertEquals("gannet: building (once) …\n", run("x").err());
  }

  @Test
  void aFailedBuildIsShown() throws Exception {
    makeSources();
    Run run = run(Map.of("STUB_FAILS", "yes"), root.resolve("gannet"), "x");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("a word of mvn\ngannet: the build failed\n"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    makeSources();
    Files.delete(tools.resolve("mvn"));
    Run run = run("x");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("cure: install the package maven"), run.err());
  }

  @Test
  void trainsOnceAndThenUsesTheCache() throws Exception {
    makeJars();
    Run first = runWithAot("--port", "1");
    assertEquals("gannet: training an AOT cache (once) …\n", first.err());
    Run second = runWithAot("--port", "1");
    assertEquals("", second.err());
    assertEquals(first.out(), second.out());
    String cache = root.resolve("server/target/gannet.aot").toString();
    assertTrue(second.out().contains(" -XX:AOTCache=" + cache + " "), second.out());
  }

  @Test
  void trainsAgainForNewJarsAndForAnotherJdk() throws Exception {
    makeJars();
    runWithAot("x");
    Path jar = root.resolve("server/target/modules/gannet-ffi-1.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
    assertTrue(runWithAot("x").err().contains("training"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(5)));
    jdk = jdk("jdk-99", "99");
    assertTrue(runWithAot("x").err().contains("training"));
    assertEquals("", runWithAot("x").err());
  }

  @Test
  void aFailedTrainingIsToldOnceAndHarmless() throws Exception {
    makeJars();
    Run run = run(Map.of("STUB_FAILS", "yes"), root.resolve("gannet"), "x");
    assertTrue(run.err().contains("gannet: the training failed"), run.err());
    assertTrue(run.out().endsWith(" x\n"), run.out());
    assertFalse(run.out().contains("AOTCache"), run.out());
    assertEquals("", runWithAot("x").err());
  }

  @Test
  void doesNotTrainToAnswerAQuestion() throws Exception {
    makeJars();
    assertEquals("", runWithAot("segcache", "--help").err());
  }

  @Test
  void benchAndDoctorAreAModuleOfTheirOwn() throws Exception {
    makeJars("bench");
    for (String program : List.of("bench", "doctor")) {
      Run run = runWithAot(program, "--json", "a b");
      assertEquals("", run.err());
      String main = " -m io.gannet.bench/io.gannet.bench.cli.Main ";
      assertTrue(run.out().endsWith(main + program + " --json a b\n"), run.out());
      assertTrue(run.out().contains(" -p " + root.resolve("bench/target/modules")), run.out());
      assertTrue(run.out().contains(" --enable-native-access=io.gannet.ffi "), run.out());
      assertTrue(run.out().contains(" -Dgannet.launcher=" + root.resolve("gannet")), run.out());
      assertFalse(run.out().contains("AOT"), run.out());
    }
  }

  @Test
  void theServersJavaOptsAreNotTheBenchs() throws Exception {
    makeJars("bench");
    Map<String, String> opts = Map.of("GANNET_JAVA_OPTS", "-Da", "GANNET_BENCH_JAVA_OPTS", "-Db");
    Run run = run(opts, root.resolve("gannet"), "bench", "load");
    assertTrue(run.out().contains(" -Db -m "), run.out());
    assertFalse(run.out().contains("-Da"), run.out());
  }

  @Test
  void microIsAScriptThatIsGivenTheJdk() throws Exception {
    makeJars("bench");
    Files.createDirectories(root.resolve("bench"));
    script(root.resolve("bench/micro"), "#!/usr/bin/env bash\necho \"$JAVA_HOME $*\"\n");
    assertEquals(jdk + " -f 1 get\n", run("bench", "micro", "-f", "1", "get").out());
  }

  @Test
  void serverAndBenchAreEachBuiltAtNeed() throws Exception {
    makeSources();
    assertEquals("gannet: building (once) …\n", run("bench").err());
    assertFalse(Files.exists(root.resolve("server/target/modules")));
    assertEquals("gannet: building (once) …\n", run("x").err());
    Path source = Files.writeString(root.resolve("bench/src/main/X.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertEquals("", run("x").err());
    assertEquals("gannet: building (once) …\n", run("bench").err());
  }
}
