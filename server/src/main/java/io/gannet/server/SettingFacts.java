package io.gannet.server;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.option.Option;
import io.gannet.server.config.Configuration;

/** What every option is set to: the section {@code settings}. */
final class SettingFacts extends MetricGroup {
  /** What memcached tells of a text that is not set: a line without a value would be none. */
  private static final String UNSET = "NULL";

  SettingFacts(Configuration configuration) {
    super("settings", null);
    for (Option option : configuration.table().options()) {
      String text = configuration.setting(option).text();
      fact(option.name(), text.isEmpty() ? UNSET : text, option.help());
    }
  }
}
