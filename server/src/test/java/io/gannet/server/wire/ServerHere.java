package io.gannet.server.wire;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.Server;
import java.util.List;
import java.util.OptionalLong;

/** A server in this process. */
record ServerHere(Server server) implements Serving {
  @Override
  public String readyAddress() {
    return server.readyAddress();
  }

  @Override
  public String adminAddress() {
    return server.adminAddress();
  }

  @Override
  public OptionalLong metric(String name) {
    long together = 0;
    boolean found = false;
    for (MetricGroup group : server.metrics()) {
      for (Metric metric : group.metrics()) {
        if (name.equals(metric.name())) {
          long value = metric.value().getAsLong();
          boolean largest = metric.kind() == Metric.Kind.MAXIMUM;
          together = largest ? Math.max(together, value) : together + value;
          found = true;
        }
      }
    }
    return found ? OptionalLong.of(together) : OptionalLong.empty();
  }

  @Override
  public List<String> banner() {
    return server.banner();
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public int awaitStop(long patienceMs) {
    return patienceMs == Long.MAX_VALUE ? server.awaitStop() : server.awaitStop(patienceMs);
  }

  @Override
  public void close() {
    server.close();
  }
}
