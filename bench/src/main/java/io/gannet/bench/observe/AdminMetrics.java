package io.gannet.bench.observe;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Metrics of a Gannet server's admin port, each summed over its workers. */
public final class AdminMetrics {
  static final String ENTERS = "gannet_ring_enters_total";
  static final String CQES = "gannet_ring_cqes_total";

  private static final int PATIENCE_MS = 1_000;

  private AdminMetrics() {}

  /** By name without labels; empty if nobody there answers. */
  public static Map<String, Double> read(InetSocketAddress admin) {
    return parse(text(admin));
  }

  /** As it is served; empty if nobody there answers. */
  static String text(InetSocketAddress admin) {
    String host = admin.getAddress().getHostAddress();
    String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + admin.getPort();
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + authority + "/metrics").toURL()
              .openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      return "";
    }
  }

  /** Prometheus' text format: {@code name{label="value"} number}. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> sums = new HashMap<>();
    for (String line : text.split("\n")) {
      int name = line.indexOf(line.contains("{") ? '{' : ' ');
      int value = line.lastIndexOf(' ');
      if (line.startsWith("gannet_") && name > 0 && value > 0) {
        sums.merge(line.substring(0, name), Double.valueOf(line.substring(value)), Double::sum);
      }
    }
    return sums;
  }
}
