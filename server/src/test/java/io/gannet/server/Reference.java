package io.gannet.server;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Digest;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Fact;
import io.gannet.engine.metrics.Info;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.metrics.Teller;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.option.Option;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The references of metrics and options, as pages: what is declared, and nothing besides. */
public final class Reference {
  private static final String HOW =
      "Generated from what the rooms declare; `ReferenceTest` says when it is stale, and writes it"
          + " with `-Dgannet.reference=write`.\n";

  /** Of a histogram of times. */
  private static final String DIGEST =
      Stream.of(Digest.values()).map(Digest::stat).collect(Collectors.joining("\\|"));

  private Reference() {}

  /**
   * Every metric.
   *
   * @param tellings by product, of servers that run
   * @param names what is told even if nobody counts it
   */
  public static String metrics(SequencedMap<String, Telling> tellings, StatNames names) {
    Rows rows = new Rows();
    tellings.forEach(
        (product, telling) -> {
          rows.product = product;
          rows.together = false;
          telling.once().forEach(rows::add);
          rows.together = true;
          telling.workers().getFirst().forEach(rows::add);
        });
    StringBuilder page = new StringBuilder("# Reference: metrics\n\n").append(HOW);
    page.append("\nEach name of `/metrics` has `gannet_` before it, unless it begins with `process_`")
        .append(" or `jvm_`, and says its worker if each worker counts it. `stats`, `/stats` and")
        .append(" `./gannet stats` tell the workers' figures as they are together. Sections are")
        .append(" those of `stats SECTION`; `N` is what tells a row apart. `stats reset` sets")
        .append(" counters to 0, for everyone; not those *of others*.\n\n")
        .append("| in `/metrics` | in `stats` | section | type | over workers | |\n")
        .append("|---|---|---|---|---|---|\n");
    rows.lines.forEach(
        (line, products) ->
            page.append("| ").append(line).append(of(products, tellings.size())).append(" |\n"));
    appendUncounted(page, names, rows);
    return page.toString();
  }

  private static String of(List<String> products, int all) {
    return products.size() == all ? "" : " *" + String.join(", ", products) + "*";
  }

  private static void appendUncounted(StringBuilder page, StatNames names, Rows rows) {
    page.append("\n## Names of memcached's that nobody counts here\n\nTold where no metric above")
        .append(" has the name, so that what reads memcached's finds them.\n\n");
    new TreeMap<>(names.figures())
        .forEach(
            (section, figures) -> {
              List<String> left = new ArrayList<>();
              figures.forEach(
                  (name, text) -> {
                    if (!rows.stats.contains(section + " " + name)) {
                      left.add("`" + name + " " + text + "`");
                    }
                  });
              page.append("- `stats ").append(section).append("`: ")
                  .append(String.join(", ", left)).append("\n");
            });
    new TreeMap<>(names.columns())
        .forEach(
            (section, columns) ->
                page.append("- each row of `stats ").append(section).append("`, 0: `")
                    .append(String.join("`, `", left(section, columns, rows))).append("`\n"));
  }

  private static List<String> left(String section, Iterable<String> names, Rows rows) {
    List<String> left = new ArrayList<>();
    for (String name : names) {
      if (!rows.stats.contains(section + " " + name)) {
        left.add(name);
      }
    }
    return left;
  }

  /** What is told, a line each, with the products that have it. */
  private static final class Rows implements Teller {
    final SortedMap<String, List<String>> lines = new TreeMap<>();
    final TreeSet<String> stats = new TreeSet<>();
    String product;
    boolean together;
    private String section;

    void add(MetricGroup group) {
      section = group.section();
      if (!section.equals("settings")) {
        group.tell(this);
      }
    }

    private void add(String name, String stat, String type, String together, String help) {
      if (stat != null) {
        stats.add(section + " " + stat.replaceFirst("^.*N:", ""));
      }
      String line =
          String.join(
              " | ", code(name), code(stat), section, type, this.together ? together : "",
              help.replace("|", "\\|"));
      List<String> products = lines.computeIfAbsent(line, absent -> new ArrayList<>());
      if (!products.contains(product)) {
        products.add(product);
      }
    }

    private static String code(String name) {
      return name == null ? "–" : "`" + name + "`";
    }

    private static String type(Metric.Kind kind) {
      return switch (kind) {
        case COUNTER -> "counter";
        case LIFETIME -> "counter *of others*";
        case GAUGE, MAXIMUM -> "gauge";
      };
    }

    @Override
    public void fact(Fact fact) {
      add(null, fact.stat(), "text", "", fact.help());
    }

    @Override
    public void info(Info info) {
      String labels = String.join(",", info.labels().keySet());
      add(info.name() + "{" + labels + "}", null, "labels", "", info.help());
    }

    @Override
    public void metric(Metric metric) {
      add(
          metric.name(), metric.stat(), type(metric.kind()), metric.kind().together(),
          metric.help());
    }

    @Override
    public void rows(RowLabels labels, List<Column> columns) {
      for (Column column : columns) {
        String name = column.name() == null ? null : column.name() + "{" + labels.label() + "}";
        String stat =
            column.stat() == null
                ? null
                : labels.prefix() + "N" + RowLabels.tail(column.stat());
        add(name, stat, type(column.kind()), column.kind().together(), column.help());
      }
    }

    @Override
    public void distribution(Distribution distribution) {
      boolean ofTimes = distribution.histogram().isOfTimes();
      String label = distribution.label();
      String name = distribution.name() + (label == null ? "" : "{" + label + "}");
      String stat = (label == null ? distribution.stat() : "N") + ":" + (ofTimes ? DIGEST : "N");
      add(name, stat, "histogram", "sum", distribution.help());
    }
  }

  /** Every option, of each product's table those that others have not had. */
  public static String options(SequencedMap<String, OptionTable> tables) {
    StringBuilder page = new StringBuilder("# Reference: options\n\n").append(HOW);
    page.append("\nOn the command line `--name VALUE`, in the file of `--config` `name = VALUE`,")
        .append(" in the environment the variable: flags win over variables, these over the file.")
        .append(" `./gannet PRODUCT --print-config` says what each is set to, and where.\n\n")
        .append("| option | variable | type | default | range | |\n|---|---|---|---|---|---|\n");
    SequencedMap<String, List<String>> lines = new LinkedHashMap<>();
    tables.forEach(
        (product, table) -> {
          for (OptionGroup group : table.groups()) {
            for (Option option : group.options()) {
              lines.computeIfAbsent(line(option), absent -> new ArrayList<>()).add(product);
            }
          }
        });
    lines.forEach(
        (line, products) ->
            page.append("| ").append(line).append(of(products, tables.size())).append(" |\n"));
    return page.toString();
  }

  private static String line(Option option) {
    String letter = option.shortName() == null ? "" : ", `-" + option.shortName() + "`";
    String fallback = option.defaultText().isEmpty() ? "–" : "`" + option.defaultText() + "`";
    return String.join(
        " | ",
        "`--" + option.name() + "`" + letter,
        "`" + option.variable() + "`",
        type(option),
        fallback,
        range(option),
        option.help().replace("|", "\\|"));
  }

  private static String type(Option option) {
    String words = option.choices().isEmpty() ? "" : String.join(", ", option.choices());
    return switch (option.type()) {
      case CHOICE -> words;
      case DURATION -> "time in " + option.unit().name().toLowerCase(Locale.ROOT)
          + (words.isEmpty() ? "" : ", or " + words);
      default -> Map.of(
              Option.Type.TEXT, "text", Option.Type.LIST, "list", Option.Type.NUMBER, "number",
              Option.Type.DECIMAL, "decimal", Option.Type.BYTES, "size", Option.Type.CPUS,
              "CPU list", Option.Type.SWITCH, "true or false")
          .get(option.type());
    };
  }

  private static String range(Option option) {
    return option.max() > option.min() ? OptionTable.range(option) : "";
  }
}
