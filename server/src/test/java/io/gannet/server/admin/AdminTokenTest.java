package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.metrics.Telling;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the admin, where it has a token; and that it has one where others reach it. */
class AdminTokenTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("token");
    Files.writeString(file, TOKEN + "\n");
  }

  private static Configuration configuration(String... words) {
    List<Given> given = new ArrayList<>();
    OptionTable table = new OptionTable(List.of(AdminOptions.GROUP));
    given.add(Given.flag(AdminOptions.PORT, "0"));
    for (int i = 0; i < words.length; i += 2) {
      given.add(Given.flag(table.option(words[i]), words[i + 1]));
    }
    return new Configuration(table, given);
  }

  private static AdminView view(Configuration configuration) {
    Telling nothing = new Telling(List.of(), List.of(), Map.of(), StatNames.NONE);
    return AdminView.of("testcache", configuration, nothing);
  }

  private int status(Admin admin, String path, String authorization) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + admin.address() + path).toURL().openConnection();
    if (authorization != null) {
      connection.setRequestProperty("Authorization", authorization);
    }
    return connection.getResponseCode();
  }

  @Test
  void withoutTheTokenOnlyHealthIsTold() throws IOException {
    AdminView view = view(configuration("admin-token-file", file.toString()));
    try (Admin admin = Admin.start(view)) {
      assertEquals(200, status(admin, "/health", null));
      for (String path : List.of("/", "/metrics", "/stats", "/config", "/conns", "/walk", "/x")) {
        assertEquals(401, status(admin, path, null), path);
        assertEquals(401, status(admin, path, "Bearer " + TOKEN + "0"), path);
        assertEquals(401, status(admin, path, "Basic " + TOKEN), path);
      }
      assertEquals(200, status(admin, "/metrics", "Bearer " + TOKEN));
      assertEquals(405, status(admin, "/walk", "Bearer " + TOKEN));
    }
  }

  @Test
  void withoutAFileEverybodyMayAsk() {
    assertTrue(AdminToken.NONE.admits(null));
    assertFalse(AdminToken.from(file.toString()).admits(null));
  }

  @Test
  void aFileThatIsNotThereOrHoldsLittleIsToldWithACure() throws IOException {
    String absent = folder.resolve("absent").toString();
    assertThrows(StartupException.class, () -> AdminToken.from(absent));
    Files.writeString(file, "short\n");
    StartupException e =
        assertThrows(StartupException.class, () -> AdminToken.from(file.toString()));
    assertTrue(e.getMessage().contains("openssl rand"), e.getMessage());
  }

  @Test
  void whereOthersReachItItHasToHaveOne() {
    StartupException e =
        assertThrows(
            StartupException.class, () -> Admin.check(configuration("admin-host", "0.0.0.0")));
    assertTrue(e.getMessage().contains("--admin-token-file"), e.getMessage());
    Admin.check(configuration("admin-host", "0.0.0.0", "admin-token-file", file.toString()));
    Admin.check(configuration());
  }
}
