package io.gannet.server;

import java.lang.module.ModuleDescriptor;

/** What this build is called, as told by its jar. */
public final class Version {
  private Version() {}

  /** {@code 0.1.0}. */
  public static String text() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "?" : module.rawVersion().orElse("?");
  }
}
