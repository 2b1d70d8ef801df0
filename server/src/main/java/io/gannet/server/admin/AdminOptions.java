package io.gannet.server.admin;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.server.config.OptionGroup;
import java.util.ArrayList;
import java.util.List;

/** Where the admin listens, and under which names. */
public final class AdminOptions {
  /** Its own port. */
  public static final Option PORT =
      Option.number("admin-port", "9999", 0, 65535, "HTTP port of the admin; 0 takes a free one.");

  /** Loopback unless told otherwise: then a token is needed. */
  public static final Option HOST =
      Option.text(
          "admin-host",
          "ADDRESS",
          "127.0.0.1",
          "Address of the admin; one that is not loopback needs --admin-token-file.");

  /** Who may ask, beside who can reach it. */
  public static final Option TOKEN_FILE =
      Option.text(
          "admin-token-file",
          "FILE",
          "",
          "File whose first line clients of the admin say as Authorization: Bearer TOKEN; /health"
              + " needs none.");

  /** What a {@code Host} may say that is no address. */
  public static final Option NAMES =
      Option.list(
          "admin-names",
          "NAME,...",
          "",
          "Names, with commas, that clients may call the admin by, beside localhost, --admin-host"
              + " and any address; others are refused, so that no web page can ask.");

  /** All of them. */
  public static final OptionGroup GROUP =
      new OptionGroup("Admin", List.of(PORT, HOST, NAMES, TOKEN_FILE));

  private AdminOptions() {}

  /** The names that clients may call it by. */
  static List<String> names(Settings settings) {
    List<String> names = new ArrayList<>(List.of(settings.text(HOST)));
    names.addAll(List.of(settings.text(NAMES).split(",")));
    names.replaceAll(String::strip);
    names.removeIf(String::isEmpty);
    return names;
  }
}
