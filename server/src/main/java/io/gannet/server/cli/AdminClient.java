package io.gannet.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.server.admin.AdminToken;
import io.gannet.server.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a running server's admin. What it throws says what is wrong in the user's words. */
final class AdminClient {
  private static final String WALK = "/walk";
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int REPLY_MS_MAX = 120_000;

  /** A walk is waited for as long as the server itself waits, a little over an hour. */
  private static final int WALK_MS_MAX = 3_720_000;

  private final String address;
  private final String authorization;
  private final String host;
  private final int port;

  /** What is read of a reply. */
  private interface Reading<T> {
    T of(JsonParser json) throws IOException;
  }

  /**
   * One of a server's admin.
   *
   * @param tokenFile what holds its token; "" if it asks for none
   */
  AdminClient(String address, String tokenFile) throws IOException {
    this.address = address;
    this.authorization = tokenFile.isEmpty() ? "" : authorization(Path.of(tokenFile));
    HostPort parts = HostPort.parse(address, "http").orElseThrow(this::misuse);
    host = parts.host();
    port = parts.port();
    url("/", null);
  }

  private static String authorization(Path file) throws IOException {
    try {
      return AdminToken.authorization(file);
    } catch (IOException e) {
      throw new IOException("--token-file " + file + ": " + e, e);
    }
  }

  private ConfigurationException misuse() {
    return new ConfigurationException(
        "--admin " + address + ": give HOST:PORT, an IPv6 address in brackets");
  }

  private URL url(String path, String query) {
    try {
      URI uri = new URI("http", null, host, port, path, query, null);
      return URI.create(uri.toASCIIString()).toURL();
    } catch (URISyntaxException | MalformedURLException e) {
      throw misuse();
    }
  }

  /** One section's figures by their names, in the server's order. */
  Map<String, String> stats(String section) throws IOException {
    return ask("GET", section.isEmpty() ? "/stats" : "/stats/" + section, AdminClient::readStats);
  }

  private static Map<String, String> readStats(JsonParser json) throws IOException {
    json.nextToken();
    return readObject(json);
  }

  /**
   * Who holds most of something: figures by {@code SLOT:NAME}, as the protocol tells them, in the
   * server's order.
   *
   * @param by what; "" leaves it to the server
   */
  Map<String, String> connections(String by) throws IOException {
    String query = by.isEmpty() ? null : "by=" + by;
    return ask("GET", "/conns", query, AdminClient::readConnections);
  }

  private static Map<String, String> readConnections(JsonParser json) throws IOException {
    Map<String, String> figures = new LinkedHashMap<>();
    for (Map<String, String> one : readObjects(json)) {
      String slot = one.remove("slot");
      one.forEach((name, value) -> figures.put(slot + ":" + name, value));
    }
    return figures;
  }

  /** Those in the first array that there is. */
  private static List<Map<String, String>> readObjects(JsonParser json) throws IOException {
    List<Map<String, String>> objects = new ArrayList<>();
    while (json.nextToken() != null && json.currentToken() != JsonToken.START_ARRAY) {
      // What is told before it.
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      objects.add(readObject(json));
    }
    return objects;
  }

  /** The fields of an object that has begun. */
  private static Map<String, String> readObject(JsonParser json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, json.getText());
    }
    return fields;
  }

  /** All that is counted, as it is now. */
  Scrape scrape() throws IOException {
    try (InputStream reply = reply("GET", "/metrics", null)) {
      return Scrape.of(System.nanoTime(), text(reply));
    }
  }

  /** The keys that are asked for most: how many per cent of all requests, by key. */
  Map<String, String> hotKeys() throws IOException {
    return ask("GET", "/hotkeys", AdminClient::readHotKeys);
  }

  private static Map<String, String> readHotKeys(JsonParser json) throws IOException {
    Map<String, String> percents = new LinkedHashMap<>();
    readObjects(json).forEach(row -> percents.put(row.get("key"), row.get("percent")));
    return percents;
  }

  /** A walk through each worker's store. */
  List<WalkTold> walk() throws IOException {
    return ask("POST", WALK, AdminClient::readWalks);
  }

  private static List<WalkTold> readWalks(JsonParser json) throws IOException {
    List<WalkTold> all = new ArrayList<>();
    while (json.nextToken() != null) {
      if ("workers".equals(json.currentName()) && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          all.add(readWorker(json));
        }
      }
    }
    return all;
  }

  private static WalkTold readWorker(JsonParser json) throws IOException {
    Map<String, Long> figures = new HashMap<>();
    List<List<String>> counts = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "slices", "longest_slice_us", "took_us" -> figures.put(field, json.getLongValue());
        case "counts" -> readCounts(json, counts);
        case "faults" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            faults.add(json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new WalkTold(
        figures.getOrDefault("slices", 0L),
        figures.getOrDefault("longest_slice_us", 0L),
        figures.getOrDefault("took_us", 0L),
        counts,
        faults);
  }

  private static void readCounts(JsonParser json, List<List<String>> counts) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Map<String, String> figures = readObject(json);
      counts.add(List.of(name, figures.get("counter"), figures.get("walk")));
    }
  }

  private <T> T ask(String method, String path, Reading<T> reading) throws IOException {
    return ask(method, path, null, reading);
  }

  private <T> T ask(String method, String path, String query, Reading<T> reading)
      throws IOException {
    try (JsonParser json = new JsonFactory().createParser(reply(method, path, query))) {
      return reading.of(json);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "what answers at " + address + " is no admin of Gannet's: " + e.getOriginalMessage(), e);
    }
  }

  private InputStream reply(String method, String path, String query) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) url(path, query).openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    connection.setConnectTimeout(CONNECT_MS_MAX);
    connection.setReadTimeout(path.equals(WALK) ? WALK_MS_MAX : REPLY_MS_MAX);
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
      String reason = text(connection.getErrorStream()).strip();
      throw new IOException(path + ": " + (reason.isEmpty() ? "HTTP status " + status : reason));
    }
    return connection.getInputStream();
  }

  private static String text(InputStream in) throws IOException {
    return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
