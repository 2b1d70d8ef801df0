package io.gannet.server.admin;

/**
 * A line of memcached's {@code stats} that is no metric.
 *
 * @param name memcached's name: {@code version}
 * @param value its text
 */
public record Stat(String name, String value) {}
