package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.slow.SlowBoard;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.slow.SlowRequest;
import java.io.IOException;

/** The last requests that took long, the newest first: {@code /slow}. */
final class SlowPage {
  private static final long NS_PER_US = 1_000;

  private SlowPage() {}

  static Page of(AdminView view) {
    SlowBoard board = view.slow();
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          if (board.thresholdNs() != SlowLog.OFF) {
            json.writeNumberField("slow_us", board.thresholdNs() / NS_PER_US);
          }
          json.writeArrayFieldStart("slow");
          for (SlowRequest row : board.refresh()) {
            write(json, row);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, SlowRequest row) throws IOException {
    json.writeStartObject();
    json.writeNumberField("time_us", row.wallNs() / NS_PER_US);
    json.writeNumberField("service_us", row.serviceUs());
    json.writeStringField("verb", row.verb().text());
    json.writeStringField("key", row.key());
    json.writeStringField("client", row.client());
    json.writeNumberField("worker", row.worker());
    json.writeBooleanField("elsewhere", row.elsewhere());
    json.writeNumberField("key_bytes", row.keyBytes());
    json.writeNumberField("value_bytes", row.valueBytes());
    json.writeNumberField("reply_bytes", row.replyBytes());
    json.writeStringField("result", row.result().text());
    json.writeEndObject();
  }
}
