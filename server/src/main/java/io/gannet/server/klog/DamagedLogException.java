package io.gannet.server.klog;

import java.io.IOException;
import java.nio.file.Path;

/** A log that ends before its end: what is before the damage was read. */
public final class DamagedLogException extends IOException {
  private static final long serialVersionUID = 1;

  /** Where in the file the damage is. */
  private final long offset;

  DamagedLogException(Path file, long offset, String what) {
    super(file + ": at byte " + offset + ": " + what + "; what is before it was read");
    this.offset = offset;
  }

  /** Where what can't be read begins. */
  public long offset() {
    return offset;
  }
}
