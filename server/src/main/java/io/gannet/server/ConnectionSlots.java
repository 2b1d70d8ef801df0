package io.gannet.server;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.worker.ConnectionsView;
import java.util.List;

/** What there is for connections, whether they are open or not. */
final class ConnectionSlots extends MetricGroup {
  ConnectionSlots(List<ConnectionsView> workers) {
    int slots = workers.stream().mapToInt(ConnectionsView::slots).sum();
    gauge("connection_slots", "connection_structures", "Slots for connections of all workers.",
        () -> slots);
  }
}
