package io.gannet.server.config;

import io.gannet.engine.option.Option;

/**
 * The value that an option has in this run, and why.
 *
 * @param option the option's row
 * @param text the value as a user would write it
 * @param number the value of a number, a size in bytes, a duration in the option's unit, a decimal
 *     in thousandths, or 1 for a switch that is on; -1 if a word stands in its place
 * @param origin who said so
 * @param source where: {@code gannet.toml:3}, {@code --workers}, {@code GANNET_WORKERS}
 */
public record Setting(Option option, String text, long number, Origin origin, String source) {
  /** What both list. */
  Setting and(Setting other) {
    return new Setting(option, text + "," + other.text, number, origin, other.source);
  }
}
