package io.gannet.bench.compare;

/**
 * What all servers are given alike.
 *
 * @param memoryMib what each may store
 * @param connectionsMax what each must accept
 */
public record Terms(int memoryMib, int connectionsMax) {}
