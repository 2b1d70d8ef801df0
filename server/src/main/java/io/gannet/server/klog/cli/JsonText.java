package io.gannet.server.klog.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedRequest;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;

/** A JSON object a line, of each request or of what is missing. */
final class JsonText implements Telling {
  private final JsonGenerator json;

  JsonText(Writer out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
  }

  @Override
  public void request(LogInput log) throws IOException {
    LoggedRequest request = log.request();
    json.writeStartObject();
    json.writeNumberField("time_ns", request.wallNs);
    json.writeNumberField("service_ns", request.serviceNs);
    json.writeNumberField("worker", request.worker);
    json.writeStringField("client", Columns.client(request.client));
    json.writeStringField("peer", log.peer());
    json.writeStringField("verb", request.verb().text());
    json.writeStringField("key", KeyText.unicode(request.key()));
    json.writeNumberField("key_bytes", request.keyLength());
    json.writeNumberField("value_bytes", request.valueLength());
    json.writeNumberField("ttl_sec", request.ttlSec());
    json.writeNumberField("flags", request.clientFlags());
    json.writeFieldName("number");
    json.writeNumber(Long.toUnsignedString(request.number()));
    json.writeStringField("result", request.result().text());
    json.writeNumberField("reply_bytes", request.replyBytes());
    json.writeBooleanField("elsewhere", request.isElsewhere());
    endLine();
  }

  @Override
  public void lost(LogInput log) throws IOException {
    json.writeStartObject();
    json.writeNumberField("time_ns", log.lostWallNs());
    if (log.lostBy() != LogLayout.NO_WORKER) {
      json.writeNumberField("worker", log.lostBy());
    }
    json.writeNumberField("lost", log.lost());
    endLine();
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
