package io.gannet.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the page that a request asks for, and answers with it. Any number of threads. */
final class Pages {
  /** What is work for workers is nothing that a crawler or a scraper does by following a path. */
  private static final String WALK = "/walk";

  private static final String ROOT = "/";
  private static final String CONNECTIONS = "/conns";

  /** It says nothing but that, and who asks is often not given secrets. */
  private static final String HEALTH = "/health";

  private static final String SECTIONS = "/stats/";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final AdminView view;
  private final SiteRule rule;
  private final AdminToken token;
  private final Map<String, Supplier<Page>> pages = new LinkedHashMap<>();

  Pages(AdminView view, SiteRule rule, AdminToken token) {
    this.view = view;
    this.rule = rule;
    this.token = token;
    pages.put(ROOT, () -> Page.text(200, index()));
    pages.put("/metrics", new MetricsPage(view)::page);
    pages.put("/stats", () -> StatsPage.of(view, ""));
    pages.put("/hotkeys", () -> HotKeysPage.of(view));
    pages.put("/slow", () -> SlowPage.of(view));
    pages.put("/mrc", () -> CurvePage.of(view));
    pages.put(HEALTH, () -> health(view));
    pages.put("/shards", () -> ShardsPage.of(view));
    pages.put("/config", () -> ConfigPage.of(view));
    pages.put("/config.toml", () -> Page.toml(view.configuration().toToml()));
  }

  private String index() {
    List<String> lines = new ArrayList<>(pages.keySet());
    StatsPage.sections(view).forEach(section -> lines.add(SECTIONS + section));
    lines.add(CONNECTIONS + "   " + ConnectionsPage.USAGE);
    lines.add("POST " + WALK + "   counts all items again, while clients are served");
    return String.join("\n", lines) + "\n";
  }

  private static Page health(AdminView view) {
    return view.unhealthy()
        .map(reason -> Page.text(503, reason + "\n"))
        .orElseGet(() -> Page.text(200, "ok\n"));
  }

  Page answer(RequestHead head) {
    String refusal = rule.refusal(head);
    if (refusal != null) {
      return Page.text(403, refusal + "\n");
    }
    Page shown = LivePage.of(head);
    if (shown != null) {
      return shown;
    }
    if (!head.path().equals(HEALTH) && !token.admits(head.authorization())) {
      return Page.unauthorized("this admin wants its token: Authorization: Bearer TOKEN\n");
    }
    boolean walks = head.path().equals(WALK);
    Supplier<Page> page = walks ? this::walk : page(head);
    if (page == null) {
      return Page.text(404, "no such page; there are:\n" + index());
    }
    if (walks && !head.method().equals("POST")) {
      return Page.wrongMethod("POST", "this is work for the workers: POST\n");
    }
    if (!walks && !READING.contains(head.method())) {
      return Page.wrongMethod("GET, HEAD", "this only reads: GET or HEAD\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      return Page.text(500, e + "\n");
    }
  }

  private Page walk() {
    try {
      return WalkPage.of(view);
    } catch (WalkUnderWayException e) {
      return Page.text(409, e.getMessage() + "\n");
    }
  }

  /** The page of a path that is read, or null. */
  private Supplier<Page> page(RequestHead head) {
    String path = head.path();
    if (path.equals(CONNECTIONS)) {
      return () -> ConnectionsPage.of(view, head.query());
    }
    if (path.startsWith(SECTIONS)) {
      String section = path.substring(SECTIONS.length());
      boolean there = StatsPage.sections(view).contains(section);
      return there ? () -> StatsPage.of(view, section) : null;
    }
    return pages.get(path);
  }
}
