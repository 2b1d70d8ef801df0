package io.gannet.server.cli;

import io.gannet.server.Server;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What a server leaves where others look for it: its process id, for as long as it serves, and its
 * ports, for whoever started it with {@code MEMCACHED_PORT_FILENAME}, as memcached does.
 */
final class Traces {
  private static final String PORT_VARIABLE = "MEMCACHED_PORT_FILENAME";

  private final Path pidFile;
  private final Path portFile;

  private Traces(String pidFile, String portFile) {
    this.pidFile = pidFile == null || pidFile.isEmpty() ? null : Path.of(pidFile);
    this.portFile = portFile == null ? null : Path.of(portFile);
  }

  /** Those that this run is to leave. */
  static Traces of(Configuration configuration, Map<String, String> environment) {
    return new Traces(
        configuration.text(CommonOptions.PID_FILE), environment.get(PORT_VARIABLE));
  }

  /**
   * Leaves them.
   *
   * @throws StartupException if that can't be
   */
  void leave(Server server) {
    if (pidFile != null) {
      write(pidFile, ProcessHandle.current().pid() + "\n");
    }
    if (portFile != null) {
      write(portFile, ports(server.addresses()));
    }
  }

  private static String ports(String addresses) {
    StringBuilder text = new StringBuilder();
    for (String address : addresses.split(", ")) {
      if (!address.startsWith("unix:")) {
        text.append("TCP ").append(address.startsWith("[") ? "INET6: " : "INET: ");
        text.append(address.substring(address.lastIndexOf(':') + 1)).append('\n');
      }
    }
    return text.toString();
  }

  /** Whole or not at all: who waits for the file may read it as soon as it is there. */
  private static void write(Path file, String text) {
    Path beside = Path.of(file + ".lck");
    try {
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StartupException(
          file + ": " + e, "name a file in a directory that is there and may be written to", e);
    }
  }

  /** It serves no more. */
  void remove() {
    try {
      if (pidFile != null) {
        Files.deleteIfExists(pidFile);
      }
    } catch (IOException e) {
      return; // the process id is nobody's then: who reads it has to look anyway
    }
  }
}
