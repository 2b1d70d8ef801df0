package io.gannet.bench.soak;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * What is asked for.
 *
 * @param seed of what clients do; when they do it is the machine's
 * @param clients at once, each on a thread of its own
 */
public record SoakPlan(SocketAddress server, Duration duration, long seed, int clients) {}
