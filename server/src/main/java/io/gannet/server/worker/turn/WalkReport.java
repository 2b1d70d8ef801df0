package io.gannet.server.worker.turn;

import io.gannet.engine.store.Walk;

/**
 * A walk that a worker has made, between the requests that it served meanwhile.
 *
 * @param walk what was found
 * @param slices in how many turns
 * @param longestNs the longest time that the walk took of one turn
 * @param tookNs from its begin to its end
 */
public record WalkReport(Walk walk, long slices, long longestNs, long tookNs) {}
