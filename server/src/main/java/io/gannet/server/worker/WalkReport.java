package io.gannet.server.worker;

import io.gannet.engine.store.Walk;

/**
 * A walk that a worker has made.
 *
 * @param walk what was found
 * @param ns how long it took: nobody was served meanwhile
 */
public record WalkReport(Walk walk, long ns) {}
