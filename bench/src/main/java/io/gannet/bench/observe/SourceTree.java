package io.gannet.bench.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The tree that this was started from, as the launcher tells. */
public final class SourceTree {
  /** The system property with the launcher's path. */
  public static final String LAUNCHER_PROPERTY = "gannet.launcher";

  private static final long GIT_SEC_MAX = 5;

  private SourceTree() {}

  /** {@code …/gannet}, by which a server can be started; empty if started without it. */
  public static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty(LAUNCHER_PROPERTY)).map(Path::of);
  }

  /** The commit, {@code 0123456789ab-dirty} with changes since; {@code unknown} outside of git. */
  static String commit() {
    return launcher()
        .map(Path::getParent)
        .flatMap(SourceTree::describe)
        .orElse("unknown");
  }

  private static Optional<String> describe(Path root) {
    List<String> command =
        List.of("git", "-C", root.toString(), "describe", "--always", "--dirty", "--abbrev=12",
            "--exclude", "*");
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!git.waitFor(GIT_SEC_MAX, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return Optional.empty();
      }
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
