package io.gannet.server.admin;

/**
 * One answer.
 *
 * @param status HTTP's
 * @param contentType of the body
 * @param body all of it
 */
record Page(int status, String contentType, String body) {
  static Page text(int status, String body) {
    return new Page(status, "text/plain; charset=utf-8", body);
  }

  static Page json(String body) {
    return new Page(200, "application/json", body);
  }

  static Page toml(String body) {
    return new Page(200, "application/toml", body);
  }
}
