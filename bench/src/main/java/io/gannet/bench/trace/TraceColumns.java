package io.gannet.bench.trace;

/**
 * Requests as arrays, so that tens of millions fit in memory.
 *
 * @param requests how many
 * @param keys how many distinct ones
 * @param key of each request, a number below {@code keys}
 * @param valueBytes of each request
 * @param tick of each request since the first, or null for one request per tick
 * @param ttlSec of each request, or null for never
 * @param verb of each request, its ordinal, or null for gets alone
 * @param keyBytesOf of each key, unsigned
 */
record TraceColumns(
    int requests,
    int keys,
    int[] key,
    int[] valueBytes,
    int[] tick,
    int[] ttlSec,
    byte[] verb,
    byte[] keyBytesOf) {}
