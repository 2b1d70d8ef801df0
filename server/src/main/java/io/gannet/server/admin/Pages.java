package io.gannet.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the page that a request asks for, and answers with it. */
final class Pages implements HttpHandler {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Map<String, Supplier<Page>> pages = new LinkedHashMap<>();

  Pages(AdminView view) {
    pages.put("/", () -> Page.text(200, index()));
    pages.put("/metrics", () -> MetricsPage.of(view));
    pages.put("/stats", () -> StatsPage.of(view));
    pages.put("/health", () -> health(view));
    pages.put("/config", () -> ConfigPage.of(view));
    pages.put("/config.toml", () -> Page.toml(view.configuration().toToml()));
  }

  private String index() {
    return String.join("\n", pages.keySet()) + "\n";
  }

  private static Page health(AdminView view) {
    return view.unhealthy()
        .map(reason -> Page.text(503, reason + "\n"))
        .orElseGet(() -> Page.text(200, "ok\n"));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Page answer(HttpExchange exchange) {
    Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      return Page.text(404, "no such page; there are:\n" + index());
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.text(405, "this only reads: GET or HEAD\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      return Page.text(500, e + "\n");
    }
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
