package io.gannet.server;

import io.gannet.engine.metrics.MetricGroup;

/** What there is for connections, whether they are open or not. */
final class ConnectionSlots extends MetricGroup {
  ConnectionSlots(int slots) {
    gauge("connection_slots", "connection_structures", "Slots for connections of all workers.",
        () -> slots);
  }
}
