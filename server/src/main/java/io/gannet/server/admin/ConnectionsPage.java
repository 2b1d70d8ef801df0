package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.server.worker.ConnectionFigure;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The connections that hold most of one resource: {@code /conns?by=pins&limit=10}. */
final class ConnectionsPage {
  private static final int LIMIT_MAX = 10_000;

  static final String USAGE =
      "who holds most; ?by="
          + Arrays.stream(Holding.values()).map(Holding::word).collect(Collectors.joining("|"))
          + "&limit=1.." + LIMIT_MAX;

  private Holding by = Holding.UNSENT;
  private int limit = 50;

  private ConnectionsPage() {}

  /** As the query asks for it; what it leaves out is {@code unsent}, and 50. */
  static Page of(AdminView view, String query) {
    ConnectionsPage page = new ConnectionsPage();
    for (String part : query.isEmpty() ? new String[0] : query.split("&")) {
      if (!page.read(part)) {
        return Page.text(400, "'" + part + "' is not expected here: " + USAGE + "\n");
      }
    }
    return page.told(view.connections(page.by, page.limit));
  }

  /** Takes a part of the query, {@code name=value}; false if it is none. */
  private boolean read(String part) {
    if (part.startsWith("by=")) {
      by = Holding.of(part.substring("by=".length())).orElse(null);
      return by != null;
    }
    if (!part.matches("limit=[0-9]{1,5}")) {
      return false;
    }
    limit = Integer.parseInt(part.substring("limit=".length()));
    return limit >= 1 && limit <= LIMIT_MAX;
  }

  private Page told(List<ConnectionRow> rows) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("by", by.word());
          json.writeNumberField("limit", limit);
          json.writeArrayFieldStart("connections");
          for (ConnectionRow row : rows) {
            write(json, row);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, ConnectionRow row) throws IOException {
    json.writeStartObject();
    json.writeNumberField("worker", row.worker());
    json.writeNumberField("slot", row.slot());
    json.writeStringField("peer", row.peer());
    json.writeStringField("listener", row.listener());
    json.writeStringField("life", row.life().word());
    json.writeStringField("waits_for", row.waitsFor().word());
    for (Map.Entry<ConnectionFigure, Long> figure : row.figures().entrySet()) {
      json.writeNumberField(figure.getKey().word(), figure.getValue());
    }
    json.writeEndObject();
  }
}
