package io.gannet.server.cli;

import io.gannet.ffi.linux.Identity;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user that {@code --user} names: root becomes it, and leaves its own rights behind. */
final class OtherUser {
  private static final Path PASSWD = Path.of("/etc/passwd");
  private static final int ROOT = 0;
  private static final int UID = 2;
  private static final int GID = 3;

  private OtherUser() {}

  /**
   * Becomes it, if it is not that already.
   *
   * @return a word about a wish that is none, or null
   */
  static String become(Configuration configuration) {
    String name = configuration.text(CommonOptions.USER);
    if (name.isEmpty()) {
      return null;
    }
    if (Identity.geteuid() != ROOT) {
      return "--user " + name + ": only root becomes another";
    }
    List<String> entry = entry(name);
    int uid = Integer.parseInt(entry.get(UID));
    if (uid != ROOT) {
      Identity.become(name, uid, Integer.parseInt(entry.get(GID)));
    }
    return null;
  }

  private static List<String> entry(String name) {
    try {
      for (String line : Files.readAllLines(PASSWD)) {
        List<String> fields = List.of(line.split(":"));
        if (fields.get(0).equals(name) && fields.size() > GID) {
          return fields;
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException("--user " + name + ": " + e.getMessage());
    }
    throw new ConfigurationException("--user " + name + ": " + PASSWD + " has no such user");
  }
}
