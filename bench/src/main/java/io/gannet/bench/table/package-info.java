/**
 * Tables of miss ratios, and whether they keep what is promised: every policy of every engine, and
 * memcached, over deadlines × overwrites × memory, and over workloads like Twitter's clusters. How
 * a cache is replayed is {@code ratio}'s; here is what to ask, in which order, and what it means.
 */
package io.gannet.bench.table;
