package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which JVM the launcher becomes, with which words and options. */
class LauncherTest extends StubbedTree {
  @Test
  void becomesTheServerWithTheWordsGiven() throws Exception {
    makeJars();
    Run run = run("--port", "1", "a b");
    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith(jdk.resolve("bin/java").toString()), run.out());
    assertTrue(run.out().endsWith("/io.gannet.server.cli.Main --port 1 a b\n"), run.out());
    assertTrue(run.out().contains(" --enable-native-access=io.gannet.ffi "), run.out());
    assertTrue(run.out().contains(copies()), run.out());
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
    assertTrue(run.out().contains(copies()), run.err());
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
  void aCollectorOfTheEnvironmentIsLeftOutWithAWord() throws Exception {
    makeJars();
    makeJars("bench");
    String options = "-Da=b -XX:+UseG1GC -Dc=d";
    for (String program : List.of("x", "bench", "certify", "doctor")) {
      Map<String, String> environment =
          Map.of("GANNET_AOT", "off", "JAVA_TOOL_OPTIONS", options);
      Run run = run(environment, root.resolve("gannet"), program);
      assertTrue(run.err().contains("JAVA_TOOL_OPTIONS asks for a collector"), run.err());
      assertTrue(run.out().contains("tool options: -Da=b  -Dc=d\n"), run.out());
    }
  }

  @Test
  void aCollectorOfGannetsOwnVariableReplacesOurs() throws Exception {
    makeJars();
    Map<String, String> opts = Map.of("GANNET_AOT", "off", "GANNET_JAVA_OPTS", "-XX:+UseZGC");
    Run run = run(opts, root.resolve("gannet"));
    assertTrue(run.out().contains(" -XX:+UseZGC "), run.out());
    assertFalse(run.out().contains("UseSerialGC"), run.out());
  }

  @Test
  void anOlderJdkIsToldOfNoLogTagThatItLacks() throws Exception {
    makeJars();
    assertTrue(run("x").out().contains("aot*=off"));
    jdk = jdk("jdk-22", "22.0.2");
    Run run = run("x");
    assertFalse(run.out().contains("aot"), run.out());
  }

  @Test
  void benchAndDoctorAreAModuleOfTheirOwn() throws Exception {
    makeJars("bench");
    for (String program : List.of("bench", "certify", "doctor")) {
      Run run = runWithAot(program, "--json", "a b");
      assertEquals("", run.err());
      String main = " -m io.gannet.bench/io.gannet.bench.cli.Main ";
      assertTrue(run.out().endsWith(main + program + " --json a b\n"), run.out());
      assertTrue(run.out().contains(" -p " + root.resolve("bench/target/run/")), run.out());
      assertTrue(run.out().contains(" --enable-native-access=io.gannet.ffi "), run.out());
      assertTrue(run.out().contains(" -Dgannet.launcher=" + root.resolve("gannet")), run.out());
      assertFalse(run.out().contains("AOT"), run.out());
    }
  }

  @Test
  void theSimulatorIsTheBenchsToo() throws Exception {
    makeJars("bench");
    Run run = runWithAot("simulate", "--seed", "7");
    assertEquals("", run.err());
    String main = " -m io.gannet.bench/io.gannet.bench.cli.Main ";
    assertTrue(run.out().endsWith(main + "simulate --seed 7\n"), run.out());
    assertTrue(run.out().contains(" -ea "), run.out());
    assertFalse(run("doctor").out().contains(" -ea "));
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
}
