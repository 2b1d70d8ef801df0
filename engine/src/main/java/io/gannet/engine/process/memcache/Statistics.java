package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What {@code stats} tells: sections of lines, filled before the first client is served and only
 * read after. The workers of a server may share one.
 *
 * <p>Counters have one writer each, so {@code stats reset} does not touch them: it remembers what
 * they were, and that is subtracted from then on. Any thread may read and reset.
 */
public final class Statistics {
  /** The section that {@code stats} alone tells. */
  public static final String GENERAL = "";

  /** memcached's sections that are never an error, even if they are empty. */
  private static final List<String> KNOWN =
      List.of(GENERAL, "settings", "items", "slabs", "sizes", "conns");

  private final List<Section> sections = new ArrayList<>();

  /** Statistics without a row. */
  public Statistics() {
    KNOWN.forEach(this::section);
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

  /** Adds a group, and all that it is made of, each to the section that it names. */
  public Statistics add(MetricGroup group) {
    for (MetricGroup one : group.all()) {
      section(one.section()).add(one);
    }
    return this;
  }

  /** Sets the point from which counters are told. */
  public void reset() {
    for (int i = 0; i < sections.size(); i++) {
      sections.get(i).reset();
    }
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
  public static final class Section {
    /** One without a line. */
    static final Section EMPTY = new Section("");

    private final String name;
    private final byte[] nameBytes;
    private final List<StatRows> parts = new ArrayList<>();

    private Section(String name) {
      this.name = name;
      this.nameBytes = name.getBytes(US_ASCII);
    }

    /** What a walk found, {@code walk_items}, and what is wrong, {@code walk_fault_1}. */
    static Section of(Walk walk) {
      Section section = new Section("walk");
      for (Walk.Count count : walk.counts()) {
        section.add("walk_" + count.stat(), Long.toString(count.found()));
      }
      section.add("walk_faults", Integer.toString(walk.faults().size()));
      for (int i = 0; i < walk.faults().size(); i++) {
        section.add("walk_fault_" + (i + 1), walk.faults().get(i));
      }
      return section;
    }

    /** Adds a line that never changes. */
    public Section add(String stat, String text) {
      parts.add(new StatText(stat, text));
      return this;
    }

    /** Adds a line that is read when it is told, by any thread, without allocating. */
    public Section add(String stat, Metric.Kind kind, LongSupplier value) {
      parts.add(new StatRow(stat, kind, value));
      return this;
    }

    /** Adds all of a group that has a name for it in {@code stats}. */
    public Section add(MetricGroup group) {
      List<Column> columns =
          group.columns().stream().filter(column -> column.stat() != null).toList();
      if (!columns.isEmpty()) {
        parts.add(new StatTable(group.labels(), columns));
      }
      for (Metric metric : group.metrics()) {
        if (metric.stat() != null) {
          add(metric.stat(), metric.kind(), metric.value());
        }
      }
      group.ratios().forEach(ratio -> parts.add(new StatRatio(ratio)));
      group.distributions().forEach(one -> parts.add(new StatHistogram(one)));
      return this;
    }

    /** Adds the lines of things that come and go. */
    public Section add(StatSource source) {
      parts.add(new StatThings(source));
      return this;
    }

    /** True if it never has a line to tell. */
    public boolean isEmpty() {
      return parts.isEmpty();
    }

    int parts() {
      return parts.size();
    }

    StatRows part(int index) {
      return parts.get(index);
    }

    private void reset() {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).reset();
      }
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
