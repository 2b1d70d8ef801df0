package io.gannet.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a running server's admin. What it throws says what is wrong in the user's words. */
final class AdminClient {
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int REPLY_MS_MAX = 120_000;

  private final String address;

  AdminClient(String address) {
    if (!address.matches(".+:[0-9]+")) {
      throw new ConfigurationException("--admin " + address + ": give HOST:PORT");
    }
    this.address = address;
  }

  /** One section's figures by their names, in the server's order. */
  Map<String, String> stats(String section) throws IOException {
    Map<String, String> stats = new LinkedHashMap<>();
    try (JsonParser json = ask("GET", section.isEmpty() ? "/stats" : "/stats/" + section)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        stats.put(name, json.getText());
      }
    }
    return stats;
  }

  /** A walk through each worker's store. */
  List<WalkTold> walk() throws IOException {
    List<WalkTold> all = new ArrayList<>();
    try (JsonParser json = ask("POST", "/walk")) {
      while (json.nextToken() != null) {
        if ("workers".equals(json.currentName()) && json.currentToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            all.add(readWorker(json));
          }
        }
      }
    }
    return all;
  }

  private static WalkTold readWorker(JsonParser json) throws IOException {
    long stoppedUs = 0;
    List<List<String>> counts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "stopped_us" -> stoppedUs = json.getLongValue();
        case "counts" -> readCounts(json, counts);
        case "faults" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            faults.add(json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new WalkTold(stoppedUs, counts, faults);
  }

  private static void readCounts(JsonParser json, List<List<String>> counts) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      Map<String, String> figures = new LinkedHashMap<>();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        figures.put(field, json.getText());
      }
      counts.add(List.of(name, figures.get("counter"), figures.get("walk")));
    }
  }

  private JsonParser ask(String method, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + address + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MS_MAX);
    connection.setReadTimeout(REPLY_MS_MAX);
    int status;
    try {
      status = connection.getResponseCode();
    } catch (IOException e) {
      throw new IOException(
          "no server's admin answers at " + address + " (" + e.getMessage()
              + "); its banner says where it listens, --admin HOST:PORT asks there",
          e);
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(path + ": " + text(connection.getErrorStream()).strip());
    }
    return new JsonFactory().createParser(connection.getInputStream());
  }

  private static String text(InputStream in) throws IOException {
    return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
