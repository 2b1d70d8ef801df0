package io.gannet.server.admin;

import io.gannet.engine.option.Option;
import io.gannet.server.config.OptionGroup;
import java.util.List;

/** Where the admin listens. */
public final class AdminOptions {
  /** Its own port. */
  public static final Option PORT =
      Option.number("admin-port", "9999", 0, 65535, "HTTP port of the admin; 0 takes a free one.");

  /** Loopback unless told otherwise: it has no password. */
  public static final Option HOST =
      Option.text(
          "admin-host",
          "ADDRESS",
          "127.0.0.1",
          "Address of the admin; it asks for no password, so keep it on loopback.");

  /** Both. */
  public static final OptionGroup GROUP = new OptionGroup("Admin", List.of(PORT, HOST));

  private AdminOptions() {}
}
