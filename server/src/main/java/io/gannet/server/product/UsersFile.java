package io.gannet.server.product;

import io.gannet.engine.option.Settings;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The file that says which clients may: read at the start, and again when that is asked for. */
final class UsersFile {
  private final Path path;
  private final Users users;

  private UsersFile(Path path) {
    this.path = path;
    this.users = new Users(lines(path));
  }

  /**
   * The file that the options name, or null if anyone may.
   *
   * @throws IllegalArgumentException if it can't be read, or says nothing
   */
  static UsersFile of(Settings settings) {
    String name = settings.text(MemcacheOptions.AUTH_FILE);
    if (!name.isEmpty()) {
      return new UsersFile(Path.of(name));
    }
    if (settings.on(MemcacheOptions.SASL)) {
      throw new IllegalArgumentException(
          "--sasl: nobody may; name a file of users by --auth-file, or by MEMCACHED_SASL_PWDB");
    }
    return null;
  }

  private static List<String> lines(Path path) {
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.stream().allMatch(String::isBlank)) {
        throw new IllegalArgumentException("--auth-file " + path + ": there is nobody in it");
      }
      return lines;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--auth-file " + path + ": there is no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("--auth-file " + path + ": " + e.getMessage(), e);
    }
  }

  /** Those whom it names. */
  Users users() {
    return users;
  }

  /** Reads it again; all stay who they were if it is wrong. Says what came of it. */
  String readAgain() {
    try {
      users.replace(lines(path));
      return path + ": " + users.count() + " users";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + "; all users stay as they were";
    }
  }
}
