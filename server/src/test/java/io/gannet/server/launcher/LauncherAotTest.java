package io.gannet.server.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the launcher trains an AOT cache, and what it does with one. */
class LauncherAotTest extends StubbedTree {
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
    age(jar, 30);
    assertTrue(runWithAot("x").err().contains("training"));
    jdk = jdk("jdk-99", "99");
    assertTrue(runWithAot("x").err().contains("training"));
    assertEquals("", runWithAot("x").err());
  }

  @Test
  void aTreeThatWasMovedIsTrainedAnew() throws Exception {
    makeJars();
    runWithAot("x");
    root = Files.move(root, root.resolveSibling("moved"));
    Run moved = runWithAot("x");
    assertEquals("gannet: training an AOT cache (once) …\n", moved.err());
    assertTrue(moved.out().contains(" -XX:AOTCache=" + root), moved.out());
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

  /** They may name a port that is taken, or more memory than there is. */
  @Test
  void theVariablesOfTheServerAreNotThoseOfTheTraining() throws Exception {
    makeJars();
    Run run = run(Map.of("GANNET_PORT", "5"), root.resolve("gannet"), "x");
    assertEquals("gannet: training an AOT cache (once) …\n", run.err());
    assertTrue(run.out().contains(" -XX:AOTCache="), run.out());
    assertTrue(run.out().endsWith(" x\nport: 5\n"), run.out());
  }

  @Test
  void doesNotTrainToAnswerAQuestion() throws Exception {
    makeJars();
    assertEquals("", runWithAot("segcache", "--help").err());
  }
}
