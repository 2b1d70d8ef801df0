package io.gannet.server.launcher;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tree as it is after a build: the launcher and the jars under test. There are no sources. */
record BuiltTree(Path root) {
  private static final List<String> PARTS = List.of("ffi", "engine", "server");

  /** Makes one in an empty folder. */
  static BuiltTree in(Path root) throws IOException, InterruptedException {
    Path modules = Files.createDirectories(root.resolve("server/target/modules"));
    for (Path path : paths()) {
      if (Files.isDirectory(path)) {
        pack(path, modules.resolve("gannet-" + part(path) + "-1.jar"));
      } else {
        Files.copy(path, modules.resolve(path.getFileName()), COPY_ATTRIBUTES);
      }
    }
    Path launcher = root.resolve("gannet");
    Files.copy(above("gannet"), launcher);
    assertTrue(launcher.toFile().setExecutable(true, false));
    return new BuiltTree(root);
  }

  /** What tomlj needs has no module-info that names it, and so is on the class path of tests. */
  private static List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    for (String place : System.getProperty("jdk.module.path").split(File.pathSeparator)) {
      paths.add(Path.of(place));
    }
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (place.contains("antlr4-runtime")) {
        paths.add(Path.of(place));
      }
    }
    return paths;
  }

  Path launcher() {
    return root.resolve("gannet");
  }

  /** The module that a folder {@code …/server/target/classes} is of. */
  private static String part(Path classes) {
    for (Path name : classes) {
      if (PARTS.contains(name.toString()) && classes.endsWith(name + "/target/classes")) {
        return name.toString();
      }
    }
    throw new AssertionError("whose classes are in " + classes + "?");
  }

  private static void pack(Path classes, Path jar) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
    Process process =
        new ProcessBuilder(tool, "cf", jar.toString(), "-C", classes.toString(), ".").start();
    assertEquals(0, process.waitFor(), "jar of " + classes);
  }

  private static Path above(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve(name))) {
      folder = folder.getParent();
    }
    return folder.resolve(name);
  }
}
