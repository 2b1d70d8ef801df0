package io.gannet.engine.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Consumer;

/**
 * One section of what a server tells: the figures that are looked for, in the order in which they
 * are, for some readers take no more than the first 4,096 bytes; then rows, other figures,
 * histograms and things.
 */
final class TellingSection {
  private static final String NOTHING_TO_COUNT = "Told for those who look for it.";

  /** As each is to be told. */
  private final List<Consumer<Teller>> told = new ArrayList<>();

  /** Of these groups, which are of that section, with what is looked for there. */
  TellingSection(String section, List<MetricGroup> groups, List<Things> things, StatNames names) {
    Collected collected = new Collected(names.columns().get(section));
    groups.forEach(group -> group.tell(collected));
    SequencedMap<String, String> lookedFor = names.figures().get(section);
    if (lookedFor != null) {
      lookedFor.forEach((stat, text) -> told.add(collected.take(stat, text)));
    }
    told.addAll(collected.rows);
    told.addAll(collected.figures.values());
    told.addAll(collected.distributions);
    things.forEach(one -> told.add(teller -> teller.things(one)));
    if (told.isEmpty() && names.empty().containsKey(section)) {
      told.add(teller -> teller.fact(names.empty().get(section)));
    }
  }

  void tell(Teller teller) {
    told.forEach(one -> one.accept(teller));
  }

  /** What the groups tell, of what has a name in {@code stats}. */
  private static final class Collected implements Teller {
    final List<Consumer<Teller>> rows = new ArrayList<>();
    final Map<String, Consumer<Teller>> figures = new LinkedHashMap<>();
    final List<Consumer<Teller>> distributions = new ArrayList<>();
    private final SequencedSet<String> lookedFor;

    Collected(SequencedSet<String> lookedFor) {
      this.lookedFor = lookedFor;
    }

    /** Takes out the figure of a name; what is told if there is none. */
    Consumer<Teller> take(String stat, String text) {
      Consumer<Teller> one = figures.remove(stat);
      Fact nothing = new Fact(stat, text, NOTHING_TO_COUNT);
      return one == null ? teller -> teller.fact(nothing) : one;
    }

    @Override
    public void fact(Fact fact) {
      put(fact.stat(), teller -> teller.fact(fact));
    }

    @Override
    public void metric(Metric metric) {
      if (metric.stat() != null) {
        put(metric.stat(), teller -> teller.metric(metric));
      }
    }

    private void put(String stat, Consumer<Teller> one) {
      if (figures.put(stat, one) != null) {
        throw new IllegalArgumentException("declared twice: " + stat);
      }
    }

    @Override
    public void rows(RowLabels labels, List<Column> columns) {
      List<Column> named =
          columns.stream().filter(column -> column.stat() != null).toList();
      if (!named.isEmpty()) {
        List<Column> whole = lookedFor == null ? named : complete(named);
        rows.add(teller -> teller.rows(labels, whole));
      }
    }

    private List<Column> complete(List<Column> named) {
      Map<String, Column> columns = new LinkedHashMap<>();
      for (String stat : lookedFor) {
        columns.put(stat, new Column(null, stat, Metric.Kind.GAUGE, NOTHING_TO_COUNT, row -> 0));
      }
      named.forEach(column -> columns.put(column.stat(), column));
      return List.copyOf(columns.values());
    }

    @Override
    public void distribution(Distribution distribution) {
      distributions.add(teller -> teller.distribution(distribution));
    }
  }
}
