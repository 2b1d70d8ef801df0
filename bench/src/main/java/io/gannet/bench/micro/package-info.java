/**
 * Questions about nanoseconds: what one call or one layout costs, asked with JMH. A benchmark here
 * isolates a choice that the data plane made, so that it can be asked again on another JDK. What a
 * request costs is never answered here, but by {@code bench/figures}, against a whole server.
 */
package io.gannet.bench.micro;
