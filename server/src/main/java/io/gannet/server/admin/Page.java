package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One answer.
 *
 * @param status HTTP's
 * @param contentType of the body
 * @param body all of it
 * @param field of the head, beside those of every answer, or null
 */
record Page(int status, String contentType, byte[] body, String field) {
  static Page text(int status, String body) {
    return new Page(status, "text/plain; charset=utf-8", body.getBytes(UTF_8), null);
  }

  static Page wrongMethod(String allow, String body) {
    return new Page(405, "text/plain; charset=utf-8", body.getBytes(UTF_8), "Allow: " + allow);
  }

  static Page unauthorized(String body) {
    String field = "WWW-Authenticate: Bearer";
    return new Page(401, "text/plain; charset=utf-8", body.getBytes(UTF_8), field);
  }

  static Page json(String body) {
    return new Page(200, "application/json", body.getBytes(UTF_8), null);
  }

  static Page toml(String body) {
    return new Page(200, "application/toml", body.getBytes(UTF_8), null);
  }
}
