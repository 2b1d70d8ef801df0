package io.gannet.engine.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a server tells, in sections: what there is of once, and what its workers have together.
 * Whoever tells it to the outside tells this, so that all tell the same, and a reset is one for
 * all. Laid out at construction; any thread.
 */
public final class Telling {
  private final List<MetricGroup> once;
  private final List<List<MetricGroup>> workers;
  private final List<MetricGroup> all = new ArrayList<>();
  private final Map<String, TellingSection> sections = new TreeMap<>();

  /** Of a server that has nothing to tell yet. */
  public Telling() {
    this(List.of(), List.of(), Map.of(), StatNames.NONE);
  }

  /**
   * What these groups and things tell.
   *
   * @param once what there is once in the process
   * @param workers of each worker the same groups in the same order
   * @param things that come and go, by section
   * @param names what readers look for
   */
  public Telling(
      List<MetricGroup> once,
      List<List<MetricGroup>> workers,
      Map<String, List<Things>> things,
      StatNames names) {
    this.once = List.copyOf(once);
    this.workers = workers.stream().map(List::copyOf).toList();
    all.addAll(once);
    workers.forEach(all::addAll);
    Map<String, List<MetricGroup>> groups = new LinkedHashMap<>();
    names.sections().forEach(section -> groups.put(section, new ArrayList<>()));
    things.keySet().forEach(section -> groups.putIfAbsent(section, new ArrayList<>()));
    List<MetricGroup> told = new ArrayList<>(once);
    told.addAll(Totals.of(workers));
    for (MetricGroup group : told) {
      groups.computeIfAbsent(group.section(), absent -> new ArrayList<>()).add(group);
    }
    for (String section : groups.keySet()) {
      List<Things> its = things.getOrDefault(section, List.of());
      sections.put(section, new TellingSection(section, groups.get(section), its, names));
    }
  }

  /** What there is once in the process. */
  public List<MetricGroup> once() {
    return once;
  }

  /** What each worker has. */
  public List<List<MetricGroup>> workers() {
    return workers;
  }

  /** The sections that there are, "" among them. */
  public Set<String> sections() {
    return sections.keySet();
  }

  /** Tells a section; nothing if there is none of that name. */
  public void tell(String section, Teller teller) {
    TellingSection told = sections.get(section);
    if (told != null) {
      told.tell(teller);
    }
  }

  /** From now on counts are told from what they are now. Allocates nothing. */
  public void reset() {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).reset();
    }
  }
}
