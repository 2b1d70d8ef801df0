package io.gannet.server.config;

import io.gannet.engine.option.Option;

/**
 * The value that an option has in this run, and why.
 *
 * @param option the option's row
 * @param text the value as a user would write it
 * @param number the value of a number, a size in bytes, or 1 for a switch that is on
 * @param origin who said so
 */
public record Setting(Option option, String text, long number, Origin origin) {
  /** What both list. */
  Setting and(Setting other) {
    return new Setting(option, text + "," + other.text, number, origin);
  }
}
