package io.gannet.server.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the wire tests of a class run over a Unix socket: each {@link RunningServer} listens at one,
 * beside its port, and its clients connect there.
 */
final class OverUnixSocket implements BeforeAllCallback, AfterAllCallback {
  private static Path folder;
  private static int count;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("gannet");
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Files.delete(folder); // which says so if a server has left its socket there
    folder = null;
  }

  /** A path that nobody has, if clients are to connect so. */
  static Optional<Path> path() {
    return Optional.ofNullable(folder).map(in -> in.resolve("socket-" + count++));
  }
}
