package io.gannet.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the page that a request asks for, and answers with it. */
final class Pages implements HttpHandler {
  /** What stops workers is nothing that a crawler or a scraper does by following a path. */
  private static final String WALK = "/walk";

  private static final String SECTIONS = "/stats/";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final AdminView view;
  private final Map<String, Supplier<Page>> pages = new LinkedHashMap<>();

  Pages(AdminView view) {
    this.view = view;
    pages.put("/", () -> Page.text(200, index()));
    pages.put("/metrics", () -> MetricsPage.of(view));
    pages.put("/stats", () -> StatsPage.of(view, ""));
    pages.put("/health", () -> health(view));
    pages.put("/config", () -> ConfigPage.of(view));
    pages.put("/config.toml", () -> Page.toml(view.configuration().toToml()));
  }

  private String index() {
    List<String> lines = new ArrayList<>(pages.keySet());
    StatsPage.sections(view).forEach(section -> lines.add(SECTIONS + section));
    lines.add("POST " + WALK + "   counts all items again; each worker stops for it");
    return String.join("\n", lines) + "\n";
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
    String path = exchange.getRequestURI().getPath();
    boolean walks = path.equals(WALK);
    Supplier<Page> page = walks ? () -> WalkPage.of(view) : page(path);
    if (page == null) {
      return Page.text(404, "no such page; there are:\n" + index());
    }
    String method = exchange.getRequestMethod();
    if (walks && !method.equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return Page.text(405, "this stops workers for a while: POST\n");
    }
    if (!walks && !READING.contains(method)) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.text(405, "this only reads: GET or HEAD\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      return Page.text(500, e + "\n");
    }
  }

  /** The page of a path that is read, or null. */
  private Supplier<Page> page(String path) {
    if (path.startsWith(SECTIONS)) {
      String section = path.substring(SECTIONS.length());
      boolean there = StatsPage.sections(view).contains(section);
      return there ? () -> StatsPage.of(view, section) : null;
    }
    return pages.get(path);
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
