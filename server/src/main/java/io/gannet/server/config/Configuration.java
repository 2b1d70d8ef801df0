package io.gannet.server.config;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value of every option in this run: flags win over the file, the file over what the host can
 * give, that over defaults. Immutable once made; any thread.
 */
public final class Configuration implements Settings {
  private final OptionTable table;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  /**
   * Reads what was given.
   *
   * @param given in any order; of two for the same option from the same origin the later one wins,
   *     or follows the other if the option is a list
   * @throws ConfigurationException if a value is not allowed
   */
  public Configuration(OptionTable table, List<Given> given) {
    this.table = table;
    for (Option option : table.options()) {
      settings.put(option.name(), defaultOf(option));
    }
    for (Given one : given) {
      Setting setting = ValueReader.read(one);
      settings.merge(one.option().name(), setting, Configuration::joined);
    }
  }

  private Configuration(Configuration other, Setting setting) {
    this.table = other.table;
    settings.putAll(other.settings);
    settings.merge(setting.option().name(), setting, Configuration::stronger);
  }

  private static Setting defaultOf(Option option) {
    String place = "default of " + option.name();
    return ValueReader.read(new Given(option, option.defaultText(), 1, Origin.DEFAULT, place));
  }

  private static Setting joined(Setting old, Setting setting) {
    boolean adds = setting.option().type() == Option.Type.LIST && old.origin() == setting.origin();
    return adds ? old.and(setting) : stronger(old, setting);
  }

  private static Setting stronger(Setting old, Setting setting) {
    return setting.origin().compareTo(old.origin()) >= 0 ? setting : old;
  }

  /** The same with a default that the host can't give lowered to what it can. */
  public Configuration lowered(Option option, long number) {
    assert !isSet(option) : option.name() + " was asked for";
    return new Configuration(this, ValueReader.read(Given.host(option, number)));
  }

  /** The options, room by room. */
  public OptionTable table() {
    return table;
  }

  /** What an option is set to, and why. */
  public Setting setting(Option option) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      throw new IllegalArgumentException("no room of this product declares " + option.name());
    }
    return setting;
  }

  @Override
  public String text(Option option) {
    return setting(option).text();
  }

  @Override
  public long number(Option option) {
    return setting(option).number();
  }

  @Override
  public boolean on(Option option) {
    return setting(option).number() != 0;
  }

  @Override
  public boolean isSet(Option option) {
    return setting(option).origin().compareTo(Origin.HOST) > 0;
  }

  /** All of it as a file that {@code --config} reads, each value with its help and its origin. */
  public String toToml() {
    return TomlText.of(this);
  }
}
