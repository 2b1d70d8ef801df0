package io.gannet.server.cli;

import java.lang.module.ModuleDescriptor;

/** What this is, as told by its jar. */
final class Version {
  private Version() {}

  /** {@code gannet 0.1.0}. */
  static String line() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    String version = module == null ? "?" : module.rawVersion().orElse("?");
    return "gannet " + version;
  }
}
