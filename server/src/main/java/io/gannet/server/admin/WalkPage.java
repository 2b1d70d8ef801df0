package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.store.Walk;
import java.io.IOException;
import java.util.List;

/** A walk over every worker's store, one after the other, and whether all is as it is told. */
final class WalkPage {
  private static final long NS_PER_US = 1000;

  private WalkPage() {}

  static Page of(AdminView view) {
    List<Walked> walks = view.walk();
    boolean good = walks.stream().allMatch(walked -> walked.walk().faults().isEmpty());
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("good", good);
          json.writeArrayFieldStart("workers");
          for (Walked walked : walks) {
            write(json, walked);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Walked walked) throws IOException {
    json.writeStartObject();
    json.writeNumberField("stopped_us", walked.ns() / NS_PER_US);
    json.writeObjectFieldStart("counts");
    for (Walk.Count count : walked.walk().counts()) {
      json.writeObjectFieldStart(count.stat());
      json.writeNumberField("counter", count.believed());
      json.writeNumberField("walk", count.found());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("faults");
    for (String fault : walked.walk().faults()) {
      json.writeString(fault);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
