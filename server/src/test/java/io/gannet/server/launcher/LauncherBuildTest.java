package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the launcher builds, and what of a build touches whom. */
class LauncherBuildTest extends StubbedTree {
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
    age(source, -5);
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
    assertTrue(run.err().contains("no mvn (the package maven)"), run.err());
    assertTrue(run.err().contains("cure: build where there is maven"), run.err());
  }

  @Test
  void jarsThatCantBeBuiltAnewAreRunWithAWord() throws Exception {
    makeSources();
    run("x");
    Files.delete(tools.resolve("mvn"));
    age(Files.writeString(root.resolve("engine/src/main/X.java"), ""), -5);
    Run run = run("x");
    assertEquals(0, run.code());
    assertTrue(run.err().contains("running the jars that are there"), run.err());
  }

  @Test
  void aQuestionBuildsOnlyWhatItCantDoWithout() throws Exception {
    makeSources();
    assertTrue(run("stats").err().contains("building"));
    age(Files.writeString(root.resolve("engine/src/main/X.java"), ""), -5);
    for (String question : List.of("stats", "--help", "--version", "--print-config")) {
      assertEquals("", run(question).err(), question);
    }
  }

  @Test
  void aBuildTouchesNothingThatRuns() throws Exception {
    makeSources();
    Path before = Path.of(modulePath(run("x")));
    Path jar = before.resolve("gannet-ffi-1.jar");
    FileTime written = Files.getLastModifiedTime(jar);
    String server = "read -r -t 60 || exit 0";
    Process running = new ProcessBuilder("bash", "-c", server, "-p", before.toString()).start();
    try {
      for (int builds = 0; builds < 3; builds++) {
        age(Files.writeString(root.resolve("engine/src/main/X.java"), ""), -5);
        assertTrue(run("x").err().contains("building"));
      }
      assertNotEquals(before.toString(), modulePath(run("x")));
      assertEquals(written, Files.getLastModifiedTime(jar));
    } finally {
      running.destroyForcibly().waitFor();
    }
  }

  @Test
  void copiesThatNobodyRunsAreGivenUp() throws Exception {
    makeJars();
    Path jar = root.resolve("server/target/modules/gannet-ffi-1.jar");
    String first = modulePath(run("x"));
    for (int sec = 50; sec > 20; sec -= 10) {
      age(jar, sec);
      run("x");
    }
    assertFalse(Files.exists(Path.of(first)), first);
    try (Stream<Path> copies = Files.list(Path.of(first).getParent())) {
      assertEquals(2, copies.count());
    }
  }

  @Test
  void serverAndBenchAreEachBuiltAtNeed() throws Exception {
    makeSources();
    assertEquals("gannet: building (once) …\n", run("bench").err());
    assertFalse(Files.exists(root.resolve("server/target/modules")));
    assertEquals("gannet: building (once) …\n", run("x").err());
    Path source = Files.writeString(root.resolve("bench/src/main/X.java"), "");
    age(source, -5);
    assertEquals("", run("x").err());
    assertEquals("gannet: building (once) …\n", run("bench").err());
  }
}
