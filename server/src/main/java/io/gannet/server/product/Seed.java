package io.gannet.server.product;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Seeds of hash functions that nobody can guess: no client can choose keys that fall on one bucket.
 */
final class Seed {
  private static final Path URANDOM = Path.of("/dev/urandom");

  private Seed() {}

  /** Eight bytes of the kernel's, without the classes (30 ms of start) that SecureRandom wants. */
  static long secret() {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(URANDOM))) {
      return in.readLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
