package io.gannet.bench.compare;

import io.gannet.bench.report.Picture;

/** The frame of a page: nothing fetched, no script, light and dark. */
public final class SimplePage {
  private static final String STYLE =
      ":root{color-scheme:light dark}"
          + "body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
          + "padding:0 1rem}"
          + "table{border-collapse:collapse;font-size:13px}"
          + "th,td{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top;"
          + "border-bottom:1px solid #8884;font-variant-numeric:tabular-nums}"
          + "svg{display:block;max-width:100%;height:auto;margin:1rem 0}";

  private SimplePage() {}

  /** {@code body} is HTML. */
  public static String of(String title, String body) {
    String safe = title.replace("&", "&amp;").replace("<", "&lt;");
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>" + safe
        + "</title>\n<style>" + STYLE + Picture.STYLE + "</style></head>\n<body>\n<h1>" + safe
        + "</h1>\n" + body + "</body></html>\n";
  }
}
