package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a tree of its own, with a JDK and a Maven that only tell how they were called: what
 * it decides, without a build inside the build.
 */
abstract class StubbedTree {
  private static final int RUN_SEC_MAX = 60;
  private static final List<String> TOOLS =
      List.of(
          "bash", "cat", "cp", "find", "flock", "grep", "mkdir", "mv", "readlink", "rm", "sleep",
          "timeout");

  /** Tells its arguments; in a training it is "ready" and, told to end, leaves a cache. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word; do
        case $word in -XX:AOTCacheOutput=*) cache=${word#*=} ;; esac
      done
      if [[ ! ${cache:-} ]]; then
        echo "$0 $*"
        [[ ! ${JAVA_TOOL_OPTIONS:-} ]] || echo "tool options: $JAVA_TOOL_OPTIONS"
        [[ ! ${GANNET_PORT:-} ]] || echo "port: $GANNET_PORT"
        exit 0
      fi
      [[ ! ${GANNET_PORT:-} ]] || exit 1
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
        case $word in ffi,engine,*) parts=${word//,/ } module=${word##*,} ;; esac
      done
      mkdir -p "$module/target/modules"
      for name in $parts; do
        echo jar >"$module/target/modules/gannet-$name-1.jar"
      done
      """;

  @TempDir Path folder;
  Path root;
  Path tools;
  Path jdk;

  /** What a run left. */
  record Run(int code, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("a tree"));
    tools = Files.createDirectories(folder.resolve("tools"));
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
    return Programs.find(tool)
        .orElseThrow(() -> new AssertionError("no " + tool + " on the PATH"));
  }

  Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name).resolve("bin")).getParent();
    Files.writeString(home.resolve("release"), "OTHER=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    return home;
  }

  static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  void makeJars() throws IOException {
    makeJars("server");
  }

  void makeJars(String module) throws IOException {
    Path modules = Files.createDirectories(root.resolve(module + "/target/modules"));
    List<String> parts = List.of("ffi", "engine", "server", "bench");
    for (String name : parts.subList(0, parts.indexOf(module) + 1)) {
      Path jar = Files.writeString(modules.resolve("gannet-" + name + "-1.jar"), "jar");
      age(jar, 60);
    }
  }

  /** As if it had last been written so long ago, or so soon from now. */
  static void age(Path file, long sec) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(sec)));
  }

  /** Where a copy of the server's jars is run. */
  String copies() {
    return " -p " + root.resolve("server/target/run/");
  }

  static String modulePath(Run run) {
    return run.out().replaceFirst("(?s).* -p (.*) --enable-native-access.*", "$1");
  }

  void makeSources() throws IOException {
    Files.writeString(root.resolve("pom.xml"), "");
    for (String name : List.of("ffi", "engine", "server", "bench")) {
      Files.createDirectories(root.resolve(name + "/src/main"));
      Files.writeString(root.resolve(name + "/pom.xml"), "");
    }
    script(tools.resolve("mvn"), MVN);
  }

  Run run(Map<String, String> environment, Path command, String... args)
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

  Run run(String... args) throws IOException, InterruptedException {
    return run(Map.of("GANNET_AOT", "off"), root.resolve("gannet"), args);
  }

  Run runWithAot(String... args) throws IOException, InterruptedException {
    return run(Map.of(), root.resolve("gannet"), args);
  }
}
