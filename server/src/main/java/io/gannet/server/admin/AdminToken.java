package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.server.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * What a client of the admin has to know, where others than this host's users can reach it: said in
 * a field {@code Authorization: Bearer TOKEN} (RFC 6750). Without a file everybody may ask.
 */
public final class AdminToken {
  /** One that is asked for nowhere. */
  static final AdminToken NONE = new AdminToken(new byte[0]);

  /** Fewer letters can be guessed. */
  private static final int LETTERS_MIN = 16;

  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  private AdminToken(byte[] expected) {
    this.expected = expected;
  }

  /**
   * What a client says that has the token: the field's value.
   *
   * @param file whose first line it is
   */
  public static String authorization(Path file) throws IOException {
    return SCHEME + Files.readString(file).lines().findFirst().orElse("").strip();
  }

  /**
   * The token in a file.
   *
   * @param file "" for none
   * @throws StartupException if it can't be read, or has no token that is long enough
   */
  static AdminToken from(String file) {
    if (file.isEmpty()) {
      return NONE;
    }
    String expected;
    try {
      expected = authorization(Path.of(file));
    } catch (IOException e) {
      throw new StartupException(
          "--admin-token-file " + file + ": " + e,
          "name a file that this user may read, with the token as its first line",
          e);
    }
    if (expected.length() < SCHEME.length() + LETTERS_MIN) {
      throw new StartupException(
          "--admin-token-file " + file + ": a token has " + LETTERS_MIN + " letters at least",
          "openssl rand -hex 32 >" + file,
          null);
    }
    return new AdminToken(expected.getBytes(UTF_8));
  }

  boolean isAsked() {
    return expected.length > 0;
  }

  /**
   * Whether a client may ask; how long that takes to say tells nothing of the token.
   *
   * @param authorization its field, or null
   */
  boolean admits(String authorization) {
    return !isAsked()
        || authorization != null
            && MessageDigest.isEqual(expected, authorization.getBytes(UTF_8));
  }
}
