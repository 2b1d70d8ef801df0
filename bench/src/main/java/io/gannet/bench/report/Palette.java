package io.gannet.bench.report;

/**
 * The colours of pictures: Okabe and Ito's, which people with any colour vision tell apart, in a
 * dark and a light tint; a dash goes with each, for print in grey.
 */
final class Palette {
  /** So many series look different. */
  static final int SIZE = 8;

  private static final String[] ON_LIGHT = {
    "#0072b2", "#d55e00", "#00876a", "#b0508c", "#9a6a00", "#3d8fc4", "#444444", "#7a6fd0"
  };
  private static final String[] ON_DARK = {
    "#56b4e9", "#ff9142", "#2fc79c", "#e39cc8", "#f0c24b", "#9bd3f5", "#c8c8c8", "#b0a8f5"
  };
  private static final String[] DASHES = {
    "none", "7 3", "2 3", "10 3 2 3", "none", "7 3", "2 3", "10 3 2 3"
  };

  /** A style sheet for SVG in a page or alone. */
  static final String STYLE = style();

  private Palette() {}

  private static String style() {
    StringBuilder css = new StringBuilder();
    css.append(".pic text{font:12px system-ui,sans-serif;fill:#333}")
        .append(".pic .title{font-size:15px;font-weight:600;fill:#111}")
        .append(".pic .label,.pic .note{fill:#666}.pic .bold{font-weight:600}")
        .append(".pic .paper{fill:#fff}.pic .grid{stroke:#e3e3e3}.pic .thin{stroke:#f1f1f1}")
        .append(".pic .frame{stroke:#999}.pic .mark{stroke:#333;stroke-dasharray:4 3}")
        .append(".pic polyline{fill:none;stroke-width:2;stroke-linejoin:round}")
        .append(".pic .whisker{stroke:#222;stroke-width:1.5}.pic .bar{opacity:.85}")
        .append(".pic .pale{opacity:.35}\n");
    colours(css, ON_LIGHT);
    for (int i = 0; i < SIZE; i++) {
      css.append(".pic polyline.c").append(i).append(",.pic line.c").append(i);
      css.append("{stroke-dasharray:").append(DASHES[i]).append('}');
    }
    css.append("\n@media (prefers-color-scheme:dark){")
        .append(".pic text{fill:#ccc}.pic .title{fill:#f2f2f2}")
        .append(".pic .label,.pic .note{fill:#9a9a9a}")
        .append(".pic .paper{fill:#16181b}.pic .grid{stroke:#34383d}.pic .thin{stroke:#24272b}")
        .append(".pic .frame{stroke:#777}.pic .mark{stroke:#ddd}.pic .whisker{stroke:#eee}");
    colours(css, ON_DARK);
    return css.append("}\n").toString();
  }

  private static void colours(StringBuilder css, String[] colours) {
    for (int i = 0; i < SIZE; i++) {
      css.append(".pic polyline.c").append(i).append(",.pic line.c").append(i);
      css.append("{stroke:").append(colours[i]).append("}");
      css.append(".pic text.c").append(i).append(",.pic circle.c").append(i);
      css.append(",.pic rect.c").append(i).append("{fill:").append(colours[i]).append("}");
    }
  }

  /** The class of series {@code index}. */
  static String of(int index) {
    return "c" + index % SIZE;
  }
}
