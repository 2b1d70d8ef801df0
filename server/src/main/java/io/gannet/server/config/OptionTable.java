package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every option of a product, room by room; no name and no letter twice. */
public final class OptionTable {
  private final List<OptionGroup> groups;
  private final Map<String, Option> byName = new LinkedHashMap<>();

  /** Sums the rooms' tables. */
  public OptionTable(List<OptionGroup> groups) {
    this.groups = List.copyOf(groups);
    Map<String, Option> byLetter = new LinkedHashMap<>();
    for (OptionGroup group : groups) {
      for (Option option : group.options()) {
        boolean letterTaken =
            option.shortName() != null && byLetter.put(option.shortName(), option) != null;
        if (byName.put(option.name(), option) != null || letterTaken) {
          throw new IllegalArgumentException("declared twice: " + option);
        }
      }
    }
  }

  /** The rooms, in order. */
  public List<OptionGroup> groups() {
    return groups;
  }

  /** Every option, in order. */
  public Collection<Option> options() {
    return byName.values();
  }

  /** Every option's name, in order. */
  public Collection<String> names() {
    return byName.keySet();
  }

  /** From what to what an option's value may be, in words. */
  public static String range(Option option) {
    return ValueReader.range(option);
  }

  /** The option of that name, or null. */
  public Option option(String name) {
    return byName.get(name);
  }
}
