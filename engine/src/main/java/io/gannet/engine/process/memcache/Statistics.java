package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Output;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What {@code stats} tells: sections of rows, filled before the first client is served and only
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

  /** The rows of one {@code stats} command. */
  public static final class Section {
    private final String name;
    private final byte[] nameBytes;
    private final List<StatRow> rows = new ArrayList<>();

    private Section(String name) {
      this.name = name;
      this.nameBytes = name.getBytes(US_ASCII);
    }

    /** Adds a row that never changes. */
    public Section add(String stat, String text) {
      rows.add(new StatRow(stat, text, null, false));
      return this;
    }

    /** Adds a row that is read when it is told, by any thread, without allocating. */
    public Section add(String stat, Metric.Kind kind, LongSupplier value) {
      rows.add(new StatRow(stat, null, value, kind == Metric.Kind.COUNTER));
      return this;
    }

    /** Adds a row for each metric that has memcached's name for it. */
    public Section add(MetricGroup group) {
      for (Metric metric : group.metrics()) {
        if (metric.stat() != null) {
          add(metric.stat(), metric.kind(), metric.value());
        }
      }
      return this;
    }

    int rows() {
      return rows.size();
    }

    /** Composes one row; false if there is no room. */
    boolean append(int row, Output out) {
      StatRow told = rows.get(row);
      if (!out.ensure(told.bytesMax())) {
        return false;
      }
      out.position = told.put(out.memory, out.position);
      return true;
    }

    private void reset() {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).reset();
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
