package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.hotkey.HotKeyBoard;
import java.io.IOException;

/** The keys that are asked for most: {@code /hotkeys}. */
final class HotKeysPage {
  private HotKeysPage() {}

  static Page of(AdminView view) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("hotkeys");
          for (HotKeyBoard.Row row : view.hotKeys()) {
            write(json, row);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, HotKeyBoard.Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", row.key());
    json.writeNumberField("requests", row.requests());
    json.writeNumberField("error", row.error());
    json.writeNumberField("percent", row.permille() / 10.0);
    json.writeEndObject();
  }
}
