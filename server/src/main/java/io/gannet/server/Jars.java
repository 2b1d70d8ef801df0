package io.gannet.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The jars that classes come from. With an AOT cache none is open, as all classes that the training
 * has seen come from that; the first one that it has not would need a descriptor, at a time when
 * there may be none: then whoever needs the class fails, and be it a worker. So they are opened
 * before clients come, and stay open.
 */
final class Jars {
  private static final String NOTHING = "nothing";

  private Jars() {}

  /** Opens those of all modules that are not the JDK's own. */
  static void open() {
    for (Module module : ModuleLayer.boot().modules()) {
      if (module.getClassLoader() == ClassLoader.getSystemClassLoader()) {
        open(module);
      }
    }
  }

  /** To look for what is not there opens where it would be. */
  private static void open(Module module) {
    try (InputStream nothing = module.getResourceAsStream(NOTHING)) {
      assert nothing == null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
