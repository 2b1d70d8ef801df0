package io.gannet.server;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.product.Product;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What a server is, and since when. */
final class ServerFacts extends MetricGroup {
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long MS_PER_SEC = 1_000L;

  private final long startedNs = System.nanoTime();

  ServerFacts(Product product) {
    fact("pid", Long.toString(ProcessHandle.current().pid()), "Number of the process.");
    gauge("uptime_seconds", "uptime", "Seconds since the start.", this::uptimeSec);
    gauge(null, "time", "Seconds since 1970.", () -> System.currentTimeMillis() / MS_PER_SEC);
    fact("version", product.spokenVersion(), "Version whose words the protocol's are.");
    fact("gannet_version", Version.text(), "Version of this server.");
    fact("pointer_size", Integer.toString(Long.SIZE), "Bits of an address.");
    info("build_info", "What runs.", build(product));
    info("product_info", "What runs.", labels("product", product.name()));
  }

  private static SequencedMap<String, String> build(Product product) {
    SequencedMap<String, String> labels = labels("version", Version.text());
    labels.put("product", product.name());
    labels.put("java", Runtime.version().toString());
    return labels;
  }

  private static SequencedMap<String, String> labels(String name, String value) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put(name, value);
    return labels;
  }

  private long uptimeSec() {
    return (System.nanoTime() - startedNs) / NS_PER_SEC;
  }
}
