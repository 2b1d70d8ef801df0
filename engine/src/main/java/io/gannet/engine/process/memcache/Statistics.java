package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Fact;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.Teller;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.metrics.Things;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What {@code stats} tells: sections of lines, laid out before the first client is served and only
 * read after. The workers of a server may share one. Any thread may read and reset.
 */
public final class Statistics {
  /** The section that {@code stats} alone tells. */
  public static final String GENERAL = "";

  /** A section without a line. */
  static final Section NOTHING = new Statistics().section("nothing");

  private final List<Section> sections = new ArrayList<>();
  private final List<MetricGroup> groups = new ArrayList<>();
  private final StatPrefixes prefixes = new StatPrefixes();
  private final Section dump = new Section("detail").part(prefixes);
  private final Section figures = new Section("detail").part(prefixes.asFigures());
  private Telling telling = new Telling();

  /** Statistics without a row. */
  public Statistics() {
    MemcachedNames.SECTIONS.forEach(this::section);
  }

  /** The section that {@code stats <name>} tells; a new one if there is none of that name. */
  public Section section(String name) {
    for (Section section : sections) {
      if (section.name.equals(name)) {
        return section;
      }
    }
    Section section = new Section(name);
    sections.add(section);
    return section;
  }

  /** Lays out all that a server tells. */
  public Statistics add(Telling telling) {
    this.telling = telling;
    telling.sections().forEach(name -> telling.tell(name, section(name)));
    return this;
  }

  /** Adds a group, and all that it is made of, each to the section that it names. */
  public Statistics add(MetricGroup group) {
    for (MetricGroup one : group.all()) {
      section(one.section()).add(one);
    }
    return this;
  }

  /** What is counted by the prefix of keys. */
  StatPrefixes prefixes() {
    return prefixes;
  }

  /** All of that. */
  Section dump() {
    return dump;
  }

  /** The same as figures. */
  Section dumpAsFigures() {
    return figures;
  }

  /** Sets the point from which counters are told. */
  public void reset() {
    prefixes.reset();
    telling.reset();
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).reset();
    }
  }

  /** What walks of all shards found, {@code walk_items}, and what is wrong: that of which shard. */
  static Section of(List<Walk> walks) {
    Section section = new Statistics().section("walk");
    Map<String, Long> found = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (int shard = 0; shard < walks.size(); shard++) {
      String whose = walks.size() == 1 ? "" : "shard " + shard + ": ";
      Walk walk = walks.get(shard);
      walk.counts().forEach(count -> found.merge(count.stat(), count.found(), Long::sum));
      walk.faults().forEach(fault -> faults.add(whose + fault));
    }
    section.add("walk_shards", Integer.toString(walks.size()));
    found.forEach((stat, count) -> section.add("walk_" + stat, Long.toString(count)));
    section.add("walk_faults", Integer.toString(faults.size()));
    for (int i = 0; i < faults.size(); i++) {
      section.add("walk_fault_" + (i + 1), faults.get(i));
    }
    return section;
  }

  /** The section whose name lies in memory, or null. */
  Section find(MemorySegment memory, long offset, int length) {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).isNamed(memory, offset, length)) {
        return sections.get(i);
      }
    }
    return null;
  }

  /** The lines of one {@code stats} command. */
  public final class Section implements Teller {
    private final String name;
    private final byte[] nameBytes;
    private final List<StatRows> parts = new ArrayList<>();

    private Section(String name) {
      this.name = name;
      this.nameBytes = name.getBytes(US_ASCII);
    }

    /** Adds a line that never changes. */
    public Section add(String stat, String text) {
      parts.add(new StatText(stat, text));
      return this;
    }

    /** Adds a line that is read when it is told, by any thread, without allocating. */
    public Section add(String stat, Metric.Kind kind, LongSupplier value) {
      metric(new Metric(null, stat, kind, "", value));
      return this;
    }

    /** Adds all of a group that has a name for it in {@code stats}. */
    public Section add(MetricGroup group) {
      groups.add(group);
      group.tell(this);
      return this;
    }

    private Section part(StatRows rows) {
      parts.add(rows);
      return this;
    }

    @Override
    public void fact(Fact fact) {
      if (fact.stat().equals(StatSwitch.DETAIL_ENABLED)) {
        parts.add(new StatSwitch(fact.stat(), prefixes::isOn));
      } else {
        add(fact.stat(), fact.text());
      }
    }

    @Override
    public void metric(Metric metric) {
      if (metric.stat() != null) {
        parts.add(new StatRow(metric));
      }
    }

    @Override
    public void rows(RowLabels labels, List<Column> columns) {
      List<Column> named = columns.stream().filter(column -> column.stat() != null).toList();
      if (!named.isEmpty()) {
        parts.add(new StatTable(labels, named));
      }
    }

    @Override
    public void distribution(Distribution distribution) {
      parts.add(new StatHistogram(distribution));
    }

    @Override
    public void things(Things things) {
      parts.add(new StatThings(things));
    }

    int parts() {
      return parts.size();
    }

    StatRows part(int index) {
      return parts.get(index);
    }

    private boolean isNamed(MemorySegment memory, long offset, int length) {
      if (length != nameBytes.length) {
        return false;
      }
      int i = 0;
      while (i < length && memory.get(ValueLayout.JAVA_BYTE, offset + i) == nameBytes[i]) {
        i++;
      }
      return i == length;
    }
  }
}
