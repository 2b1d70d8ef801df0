package io.gannet.server.admin;

import io.gannet.engine.store.Walk;

/**
 * A walk over the store of one worker.
 *
 * @param walk what was found
 * @param ns how long the worker served nobody for it
 */
public record Walked(Walk walk, long ns) {}
