package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.store.Walk;
import io.gannet.server.worker.turn.WalkReport;
import java.io.IOException;
import java.util.List;

/** A walk over every worker's store, one after the other, and whether all is as it is told. */
final class WalkPage {
  private static final long NS_PER_US = 1000;

  private WalkPage() {}

  static Page of(AdminView view) {
    List<WalkReport> walks = view.walk();
    boolean good = walks.stream().allMatch(report -> report.walk().faults().isEmpty());
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("good", good);
          json.writeArrayFieldStart("workers");
          for (WalkReport report : walks) {
            write(json, report);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, WalkReport report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("slices", report.slices());
    json.writeNumberField("longest_slice_us", report.longestNs() / NS_PER_US);
    json.writeNumberField("took_us", report.tookNs() / NS_PER_US);
    json.writeObjectFieldStart("counts");
    for (Walk.Count count : report.walk().counts()) {
      json.writeObjectFieldStart(count.stat());
      json.writeNumberField("counter", count.believed());
      json.writeNumberField("walk", count.found());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("faults");
    for (String fault : report.walk().faults()) {
      json.writeString(fault);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
