package io.gannet.engine.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The names that readers of a protocol's {@code stats} look for, in their order. What no room
 * counts is told all the same, as it is told by who has it and counts nothing.
 *
 * @param figures by section, each name and what is told where nobody counts it
 * @param columns by section, the names of each row; where nobody counts one it is 0
 * @param sections those that are there even if nothing is in them
 * @param empty by section, what is told if there would be nothing
 */
public record StatNames(
    Map<String, SequencedMap<String, String>> figures,
    Map<String, SequencedSet<String>> columns,
    List<String> sections,
    Map<String, Fact> empty) {
  /** Of a protocol that tells nothing. */
  public static final StatNames NONE =
      new StatNames(Map.of(), Map.of(), List.of(), Map.of());

  /** The same with the names of one more section. */
  public StatNames with(String section, SequencedMap<String, String> more) {
    Map<String, SequencedMap<String, String>> all = new HashMap<>(figures);
    all.put(section, more);
    return new StatNames(all, columns, sections, empty);
  }
}
